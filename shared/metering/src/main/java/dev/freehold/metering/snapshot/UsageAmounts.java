package dev.freehold.metering.snapshot;

import dev.freehold.kernel.sql.Row;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** An amount of each snapshot metric, zero where nothing is said. */
public record UsageAmounts(Map<SnapshotMetric, Long> amounts) {

  private static final UsageAmounts NONE = new UsageAmounts(new EnumMap<>(SnapshotMetric.class));

  public static UsageAmounts none() {
    return NONE;
  }

  /** The nine columns of a row. */
  static UsageAmounts of(Row row) {
    var amounts = new EnumMap<SnapshotMetric, Long>(SnapshotMetric.class);
    for (SnapshotMetric metric : SnapshotMetric.values()) {
      amounts.put(metric, row.longValue(metric.slug()));
    }
    return new UsageAmounts(amounts);
  }

  public long of(SnapshotMetric metric) {
    return amounts.getOrDefault(metric, 0L);
  }

  /**
   * @throws ArithmeticException beyond 64 bits
   */
  public UsageAmounts plus(SnapshotMetric metric, long quantity) {
    var sum = new EnumMap<SnapshotMetric, Long>(SnapshotMetric.class);
    sum.putAll(amounts);
    sum.merge(metric, quantity, Math::addExact);
    return new UsageAmounts(sum);
  }

  /** All nine, by slug. */
  public Map<String, Long> bySlug() {
    var bySlug = new LinkedHashMap<String, Long>();
    for (SnapshotMetric metric : SnapshotMetric.values()) {
      bySlug.put(metric.slug(), of(metric));
    }
    return bySlug;
  }
}
