package dev.freehold.provisioning.ssl;

import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.provisioning.account.CloudAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hostnames whose certificate is looked at: ours and the customers', in operator scope. */
@ApplicationScoped
class SslRows {

  private final Sql sql;

  SslRows(Sql sql) {
    this.sql = sql;
  }

  /**
   * A hostname that is due.
   *
   * @param project the Pages project it shows; null for a Worker
   */
  record Watched(
      UUID id,
      String hostname,
      @Nullable String cloudHostnameId,
      @Nullable String project,
      boolean wasActive,
      Instant createdAt,
      CloudAccount account) {}

  /**
   * Takes what is due and puts its next look off, so that a second poller passes it by and a crash
   * costs one interval.
   */
  List<Watched> takeOurs(Instant now, Duration interval, int limit) {
    return sql.list(
        """
        UPDATE registry.dns_records d
           SET next_check_at = ?, check_count = d.check_count + 1, updated_at = ?
          FROM registry.resources r, registry.platforms p, provisioning.cloud_accounts a
         WHERE r.id = d.resource_id AND p.id = d.platform_id AND a.id = p.cloud_account_id
           AND d.id IN (SELECT id FROM registry.dns_records
                         WHERE status = 'pending' AND next_check_at <= ?
                         ORDER BY next_check_at LIMIT ? FOR UPDATE SKIP LOCKED)
        RETURNING d.id, d.hostname, d.cloud_hostname_id, d.created_at, d.status, d.target_type,
                  r.cloud_name, %s
        """
            .formatted(CloudAccount.COLUMNS),
        SslRows::watched,
        now.plus(interval),
        now,
        now,
        limit);
  }

  /** As {@link #takeOurs}, for the customers' own hostnames. */
  List<Watched> takeCustomers(Instant now, Duration interval, int limit) {
    return sql.list(
        """
        UPDATE registry.custom_domains c
           SET next_check_at = ?, check_count = c.check_count + 1, updated_at = ?
          FROM registry.dns_records d, registry.resources r, registry.platforms p,
               provisioning.cloud_accounts a
         WHERE d.id = c.dns_record_id AND r.id = d.resource_id AND p.id = c.platform_id
           AND a.id = p.cloud_account_id
           AND c.id IN (SELECT id FROM registry.custom_domains
                         WHERE status IN ('pending', 'active') AND next_check_at <= ?
                         ORDER BY next_check_at LIMIT ? FOR UPDATE SKIP LOCKED)
        RETURNING c.id, c.hostname, c.cloud_hostname_id, c.created_at, c.status, d.target_type,
                  r.cloud_name, %s
        """
            .formatted(CloudAccount.COLUMNS),
        SslRows::watched,
        now.plus(interval),
        now,
        now,
        limit);
  }

  private static Watched watched(Row row) {
    return new Watched(
        row.uuid("id"),
        row.text("hostname"),
        row.textOrNull("cloud_hostname_id"),
        row.text("target_type").equals("pages") ? row.text("cloud_name") : null,
        row.text("status").equals("active"),
        row.instant("created_at"),
        Objects.requireNonNull(CloudAccount.of(row)));
  }

  void judgeOurs(UUID id, SslRule.Verdict verdict, Instant now) {
    sql.update(
        """
        UPDATE registry.dns_records
           SET status = ?, next_check_at = ?, last_error = ?, updated_at = ?
         WHERE id = ? AND status = 'pending'
        """,
        verdict.status(),
        verdict.nextCheckAt(),
        verdict.error(),
        now,
        id);
  }

  /** An active one is looked at again, since it may be moved away. */
  void judgeCustomers(UUID id, SslRule.Verdict verdict, Instant recheckAt, Instant now) {
    sql.update(
        """
        UPDATE registry.custom_domains
           SET status = ?, ssl_status = ?, next_check_at = ?, last_error = ?,
               verified_at = CASE WHEN ? = 'active' THEN coalesce(verified_at, ?)
                                  ELSE verified_at END,
               updated_at = ?, version = version + 1
         WHERE id = ? AND status IN ('pending', 'active')
        """,
        verdict.status(),
        verdict.status(),
        verdict.status().equals("active") && verdict.nextCheckAt() == null
            ? recheckAt
            : verdict.nextCheckAt(),
        verdict.error(),
        verdict.status(),
        now,
        now,
        id);
  }

  /** When the next hostname is due; null = none is watched. */
  @Nullable Instant nextDueAt() {
    record Next(@Nullable Instant at) {}
    return sql.one(
            """
            SELECT least(
                (SELECT min(next_check_at) FROM registry.dns_records WHERE status = 'pending'),
                (SELECT min(next_check_at) FROM registry.custom_domains
                  WHERE status IN ('pending', 'active'))) AS at
            """,
            row -> new Next(row.instantOrNull("at")))
        .at();
  }
}
