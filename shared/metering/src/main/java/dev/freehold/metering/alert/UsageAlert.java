package dev.freehold.metering.alert;

import dev.freehold.kernel.sql.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A threshold that usage reached.
 *
 * @param metric its slug
 * @param notifiedAt null = nobody was told yet, or it is suppressed
 * @param suppressed a higher threshold was reached with it or before
 */
public record UsageAlert(
    UUID id,
    UUID subscriptionId,
    @Nullable UUID platformId,
    String metric,
    int thresholdPct,
    Instant periodStart,
    long used,
    long quota,
    Instant triggeredAt,
    @Nullable Instant notifiedAt,
    boolean suppressed) {

  static UsageAlert of(Row row) {
    return new UsageAlert(
        row.uuid("id"),
        row.uuid("subscription_id"),
        row.uuidOrNull("platform_id"),
        row.text("slug"),
        row.intValue("threshold_pct"),
        row.instant("period_start"),
        row.longValue("used"),
        row.longValue("quota"),
        row.instant("triggered_at"),
        row.instantOrNull("notified_at"),
        row.bool("suppressed"));
  }

  /** {@code 2026-04}: the month its period starts in. */
  public String period() {
    return AlertBook.month(periodStart);
  }
}
