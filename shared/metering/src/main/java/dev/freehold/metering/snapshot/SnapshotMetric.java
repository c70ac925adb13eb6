package dev.freehold.metering.snapshot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The nine metrics a snapshot holds; each has a column and a metric of its slug. */
public enum SnapshotMetric {
  WORKER_INVOCATIONS,
  WORKER_ERRORS,
  D1_READ_ROWS,
  D1_WRITE_ROWS,
  R2_STORAGE_BYTES,
  R2_CLASS_A_OPS,
  R2_CLASS_B_OPS,
  KV_READS,
  KV_WRITES;

  private final String slug = name().toLowerCase(Locale.ROOT);

  /** Also the name of the column. */
  public String slug() {
    return slug;
  }

  public static Optional<SnapshotMetric> bySlug(String slug) {
    return Arrays.stream(values()).filter(metric -> metric.slug.equals(slug)).findFirst();
  }
}
