package dev.freehold.billing.subscription;

import dev.freehold.billing.Provider;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Subscriptions as callers read them. */
@ApplicationScoped
public class SubscriptionService {

  /**
   * Which subscriptions are asked for; null = any.
   *
   * @param organizationId null only for operators who act on all
   * @param status one status, or {@code live}
   */
  public record Filter(
      @Nullable UUID organizationId,
      @Nullable UUID platformId,
      @Nullable PlanKind planKind,
      @Nullable UUID agentId,
      @Nullable String status) {}

  private static final String SELECT =
      """
      SELECT s.id, s.plan_kind, s.plan_id, p.code AS plan_code, v.number AS plan_version,
             s.plan_price_id, s.organization_id, s.platform_id, s.user_id, s.agent_id, s.app_key,
             s.provider, s.provider_subscription_id, s.status, s.amount, s.currency, s.interval,
             s.current_period_start, s.current_period_end, s.trial_start, s.trial_end,
             s.cancel_at_period_end, s.cancel_at, s.canceled_at, s.ended_at, s.past_due_since,
             s.grace_ends_at, s.suspended_at, s.billing_email, s.auto_finalize,
             s.overage_enabled, s.overage_cap_amount, s.pool_ram_mb, s.pool_cpu_millicores,
             s.pool_bandwidth_gb, s.version, s.created_at, s.updated_at
      FROM billing.subscriptions s
      JOIN billing.plans p ON p.id = s.plan_id
      JOIN billing.plan_versions v ON v.id = s.plan_version_id
      """;

  private final Sql sql;
  private final Clock clock;

  SubscriptionService(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * @param organizationId null only for operators who act on all
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, also for another tenant's
   */
  @Transactional
  public SubscriptionView get(UUID id, @Nullable UUID organizationId, @Nullable UUID userId) {
    var now = clock.instant();
    return sql.first(
            SELECT
                + "WHERE s.id = ? AND (?::uuid IS NULL OR s.organization_id = ? OR s.user_id = ?)",
            row -> read(row, now),
            id,
            organizationId,
            organizationId,
            userId)
        .orElseThrow(() -> KernelRefusal.notFound("subscription"));
  }

  /** Newest first; one row more than the page holds where there are more. */
  @Transactional
  public List<SubscriptionView> list(Filter filter, PageRequest page) {
    var now = clock.instant();
    var kind = filter.planKind() == null ? null : filter.planKind().word();
    var after = page.afterId(0);
    return sql.list(
        SELECT
            + """
            WHERE (?::uuid IS NULL OR s.organization_id = ?)
              AND (?::uuid IS NULL OR s.platform_id = ?)
              AND (?::text IS NULL OR s.plan_kind = ?)
              AND (?::uuid IS NULL OR s.agent_id = ?)
              AND (?::text IS NULL OR s.status = ? OR (? = 'live' AND s.status IN
                ('trialing', 'active', 'past_due', 'unpaid', 'paused')))
              AND (?::uuid IS NULL OR s.id < ?)
            ORDER BY s.id DESC LIMIT ?
            """,
        row -> read(row, now),
        filter.organizationId(),
        filter.organizationId(),
        filter.platformId(),
        filter.platformId(),
        kind,
        kind,
        filter.agentId(),
        filter.agentId(),
        filter.status(),
        filter.status(),
        filter.status(),
        after,
        after,
        page.limit() + 1);
  }

  /** As its messages carry it; in the caller's transaction, what it holds back included. */
  SubscriptionView view(UUID id) {
    var now = clock.instant();
    return sql.one(SELECT + "WHERE s.id = ?", row -> read(row, now), id);
  }

  private static SubscriptionView read(Row row, Instant now) {
    var status = SubscriptionStatus.of(row.text("status"));
    var suspendedAt = row.instantOrNull("suspended_at");
    var graceEndsAt = row.instantOrNull("grace_ends_at");
    var ram = row.intOrNull("pool_ram_mb");
    return new SubscriptionView(
        row.uuid("id"),
        PlanKind.of(row.text("plan_kind")),
        row.uuid("plan_id"),
        row.text("plan_code"),
        row.intValue("plan_version"),
        row.uuidOrNull("plan_price_id"),
        row.uuid("organization_id"),
        row.uuidOrNull("platform_id"),
        row.uuidOrNull("user_id"),
        row.uuidOrNull("agent_id"),
        row.textOrNull("app_key"),
        Provider.valueOf(row.text("provider").toUpperCase(Locale.ROOT)),
        row.textOrNull("provider_subscription_id"),
        status,
        Usable.is(status, suspendedAt, graceEndsAt, now),
        row.longValue("amount"),
        row.text("currency"),
        row.text("interval"),
        row.instant("current_period_start"),
        row.instant("current_period_end"),
        row.instantOrNull("trial_start"),
        row.instantOrNull("trial_end"),
        row.bool("cancel_at_period_end"),
        row.instantOrNull("cancel_at"),
        row.instantOrNull("canceled_at"),
        row.instantOrNull("ended_at"),
        null,
        row.instantOrNull("past_due_since"),
        graceEndsAt,
        suspendedAt,
        row.textOrNull("billing_email"),
        row.bool("auto_finalize"),
        row.bool("overage_enabled"),
        row.longOrNull("overage_cap_amount"),
        ram == null
            ? null
            : new SubscriptionView.Pool(
                ram, row.intValue("pool_cpu_millicores"), row.intValue("pool_bandwidth_gb")),
        false,
        row.intValue("version"),
        row.instant("created_at"),
        row.instant("updated_at"));
  }
}
