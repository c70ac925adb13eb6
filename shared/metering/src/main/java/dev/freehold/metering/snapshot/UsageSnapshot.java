package dev.freehold.metering.snapshot;

import dev.freehold.kernel.sql.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a platform, or one entity of it, used on one UTC day.
 *
 * @param entityId null = the whole platform, its entities included
 * @param source {@code cloudflare}, {@code backfill} or {@code manual}
 * @param revision 1, raised whenever a value is replaced
 * @param estimated the provider sampled
 */
public record UsageSnapshot(
    UUID id,
    UUID platformId,
    @Nullable UUID entityId,
    LocalDate date,
    UsageAmounts amounts,
    String source,
    int revision,
    boolean estimated,
    Instant collectedAt) {

  static UsageSnapshot of(Row row) {
    return new UsageSnapshot(
        row.uuid("id"),
        row.uuid("platform_id"),
        row.uuidOrNull("entity_id"),
        row.date("snapshot_date"),
        UsageAmounts.of(row),
        row.text("source"),
        row.intValue("revision"),
        row.bool("estimated"),
        row.instant("collected_at"));
  }
}
