package dev.freehold.metering.alert;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.UsagePeriod;
import dev.freehold.metering.alert.Governing.Subscription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes alerts, each threshold once whatever runs beside, and tells of those it wrote. */
@ApplicationScoped
class AlertBook {

  /** A threshold reached, as a row and as what the messages say of it. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Alert(
      UUID id,
      UUID metricId,
      String metric,
      int thresholdPct,
      long used,
      long quota,
      boolean suppressed) {}

  /** Data of {@code metering.alert.triggered}. */
  @RegisterForReflection
  record Triggered(
      UUID alertId, String metric, int thresholdPct, long used, long quota, String period) {}

  /** Data of {@code metering.quota.exceeded} and {@code metering.quota.renewed}. */
  @RegisterForReflection
  record Quota(UUID subscriptionId, String metric, long used, long quota) {}

  private final Sql sql;
  private final Outbox outbox;
  private final Clock clock;

  AlertBook(Sql sql, Outbox outbox, Clock clock) {
    this.sql = sql;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * @param exceeded those of {@code alerts} with which a quota is used up
   */
  void write(
      Governing governing,
      Subscription subscription,
      UsagePeriod period,
      List<Alert> alerts,
      List<Alert> exceeded) {
    if (alerts.isEmpty()) {
      return;
    }
    Set<UUID> written = insert(governing, subscription, period, alerts);
    for (Alert alert : alerts) {
      if (written.contains(alert.id()) && !alert.suppressed()) {
        outbox.send(
            event("metering.alert.triggered", governing)
                .data(
                    new Triggered(
                        alert.id(),
                        alert.metric(),
                        alert.thresholdPct(),
                        alert.used(),
                        alert.quota(),
                        month(period.start()))));
      }
    }
    for (Alert alert : exceeded) {
      if (written.contains(alert.id())) {
        outbox.send(
            event("metering.quota.exceeded", governing)
                .data(new Quota(subscription.id(), alert.metric(), alert.used(), alert.quota())));
      }
    }
  }

  private Set<UUID> insert(
      Governing governing, Subscription subscription, UsagePeriod period, List<Alert> alerts) {
    Instant now = clock.instant();
    return new HashSet<>(
        sql.list(
            """
            INSERT INTO metering.usage_alerts
              (id, organization_id, subscription_id, metric_id, period_start, threshold_pct,
               platform_id, used, quota, triggered_at, suppressed, created_at)
            SELECT a.id, ?, ?, a.metric_id, ?, a.threshold_pct, ?, a.used, a.quota, ?,
                   a.suppressed, ?
              FROM jsonb_to_recordset(?::jsonb)
                AS a (id uuid, metric_id uuid, threshold_pct int, used bigint, quota bigint,
                      suppressed boolean)
            ON CONFLICT (subscription_id, metric_id, period_start, threshold_pct) DO NOTHING
            RETURNING id
            """,
            row -> row.uuid("id"),
            governing.organizationId(),
            subscription.id(),
            period.start(),
            governing.platformId(),
            now,
            now,
            Json.param(alerts)));
  }

  private static Message event(String type, Governing governing) {
    return Message.event(type)
        .organization(governing.organizationId())
        .platform(governing.platformId());
  }

  /** {@code 2026-04}: how a period is shown, by its start. */
  static String month(Instant start) {
    return YearMonth.from(start.atOffset(ZoneOffset.UTC)).toString();
  }
}
