package dev.freehold.metering;

/** How a period's value comes from its days. Those of records come with the records. */
public enum Aggregation {
  SUM,
  AVG;

  /**
   * @param total of all daily values
   * @param days of the whole period, &gt; 0
   */
  public long periodValue(long total, long days) {
    return switch (this) {
      case SUM -> total;
      case AVG -> Math.floorDiv(total, days);
    };
  }
}
