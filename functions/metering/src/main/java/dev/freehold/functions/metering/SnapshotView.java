package dev.freehold.functions.metering;

import dev.freehold.metering.snapshot.SnapshotMetric;
import dev.freehold.metering.snapshot.UsageSnapshot;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A snapshot as HTTP shows it. */
@RegisterForReflection
public record SnapshotView(
    UUID platformId,
    @Nullable UUID entityId,
    LocalDate date,
    long workerInvocations,
    long workerErrors,
    long d1ReadRows,
    long d1WriteRows,
    long r2StorageBytes,
    long r2ClassAOps,
    long r2ClassBOps,
    long kvReads,
    long kvWrites,
    String source,
    int revision,
    boolean estimated,
    Instant collectedAt) {

  static SnapshotView of(UsageSnapshot row) {
    var amounts = row.amounts();
    return new SnapshotView(
        row.platformId(),
        row.entityId(),
        row.date(),
        amounts.of(SnapshotMetric.WORKER_INVOCATIONS),
        amounts.of(SnapshotMetric.WORKER_ERRORS),
        amounts.of(SnapshotMetric.D1_READ_ROWS),
        amounts.of(SnapshotMetric.D1_WRITE_ROWS),
        amounts.of(SnapshotMetric.R2_STORAGE_BYTES),
        amounts.of(SnapshotMetric.R2_CLASS_A_OPS),
        amounts.of(SnapshotMetric.R2_CLASS_B_OPS),
        amounts.of(SnapshotMetric.KV_READS),
        amounts.of(SnapshotMetric.KV_WRITES),
        row.source(),
        row.revision(),
        row.estimated(),
        row.collectedAt());
  }
}
