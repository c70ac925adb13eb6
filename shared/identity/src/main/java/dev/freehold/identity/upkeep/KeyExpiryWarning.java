package dev.freehold.identity.upkeep;

import dev.freehold.identity.key.ApiKey;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Mails 14 and 3 days before a key ends: a personal key's maker, for a service key those who manage
 * keys. Once per warning and end, however often and late it runs.
 */
@ApplicationScoped
public class KeyExpiryWarning {

  private static final Duration EARLY = Duration.ofDays(14);
  private static final Duration LATE = Duration.ofDays(3);
  private static final int STEP = 200;

  /** More is left to the next night. */
  private static final int STEPS = 50;

  private final Sql sql;
  private final Mail mail;
  private final Transactions transactions;
  private final Clock clock;

  KeyExpiryWarning(Sql sql, Mail mail, Transactions transactions, Clock clock) {
    this.sql = sql;
    this.mail = mail;
    this.transactions = transactions;
    this.clock = clock;
  }

  private record Due(
      UUID id,
      UUID organizationId,
      UUID userId,
      ApiKey.Kind kind,
      String name,
      String start,
      Instant expiresAt) {

    static Due of(Row row) {
      return new Due(
          row.uuid("id"),
          row.uuid("organization_id"),
          row.uuid("user_id"),
          ApiKey.Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
          row.text("name"),
          row.text("start"),
          row.instant("expires_at"));
    }
  }

  public Swept warn() {
    Instant now = clock.instant();
    Swept late = warn(now, now.plus(LATE), LATE);
    Swept early = warn(now.plus(LATE), now.plus(EARLY), EARLY);
    return new Swept(late.found() + early.found(), late.more() || early.more(), null);
  }

  /** Of keys that end after {@code from} and by {@code until}. */
  private Swept warn(Instant from, Instant until, Duration ahead) {
    Due last = null;
    int found = 0;
    for (int step = 0; step < STEPS; step++) {
      Due after = last;
      List<Due> due = transactions.requiresNew(() -> warnSome(from, until, ahead, after));
      found += due.size();
      if (due.size() < STEP) {
        return new Swept(found, false, null);
      }
      last = due.getLast();
    }
    return new Swept(found, true, null);
  }

  private List<Due> warnSome(Instant from, Instant until, Duration ahead, @Nullable Due after) {
    String warning = "api-key-expiring:" + ahead.toDays() + ':';
    List<Due> due =
        sql.list(
            """
            SELECT k.* FROM identity.api_keys k
            WHERE k.revoked_at IS NULL AND k.enabled AND k.expires_at > ? AND k.expires_at <= ?
              AND k.created_at <= k.expires_at - ?::interval
              AND (?::timestamptz IS NULL OR (k.expires_at, k.id) > (?::timestamptz, ?::uuid))
            ORDER BY k.expires_at, k.id LIMIT ?
            """,
            Due::of,
            from,
            until,
            ahead.toDays() + " days",
            after == null ? null : after.expiresAt(),
            after == null ? null : after.expiresAt(),
            after == null ? null : after.id(),
            STEP);
    due.forEach(key -> mail.request(request(key, warning)));
    return due;
  }

  private static MailRequest.Builder request(Due key, String warning) {
    var request =
        MailRequest.template("api-key-expiring")
            .category(MailRequest.SERVICE)
            .organization(key.organizationId())
            .param("keyName", key.name())
            .param("start", key.start())
            .param("expiresAt", key.expiresAt())
            .dedup(warning + key.id() + ':' + key.expiresAt().getEpochSecond())
            .expiresAt(key.expiresAt());
    return key.kind() == ApiKey.Kind.PERSONAL
        ? request.toUser(key.userId())
        : request.toMembers(key.organizationId(), "keys:manage");
  }
}
