package dev.freehold.metering.alert;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** When usage has reached a share of its quota, and who is told of it. */
final class Thresholds {

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private Thresholds() {}

  /**
   * @param suppressed a higher threshold was reached with it or before: the row is kept, nobody is
   *     told
   */
  record Reached(int thresholdPct, boolean suppressed) {}

  /**
   * Rounded down.
   *
   * @param quota &gt; 0
   */
  static long percent(long used, long quota) {
    return BigInteger.valueOf(used)
        .multiply(HUNDRED)
        .divide(BigInteger.valueOf(quota))
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  /**
   * The thresholds reached now and not before, ascending; at most the last is not suppressed.
   *
   * @param triggered those of the same period that were reached before
   */
  static List<Reached> reached(
      long percent, Collection<Integer> thresholds, Collection<Integer> triggered) {
    List<Integer> fresh =
        thresholds.stream()
            .filter(threshold -> threshold <= percent && !triggered.contains(threshold))
            .distinct()
            .sorted()
            .toList();
    int highest =
        Stream.concat(fresh.stream(), triggered.stream()).mapToInt(i -> i).max().orElse(0);
    return fresh.stream().map(t -> new Reached(t, t < highest)).toList();
  }

  /** True when the quota is used up by one of {@code fresh} and was not by any of before. */
  static boolean isExceededNow(List<Reached> fresh, Collection<Integer> triggered) {
    IntStream now = fresh.stream().mapToInt(Reached::thresholdPct);
    return now.anyMatch(t -> t >= 100) && triggered.stream().noneMatch(t -> t >= 100);
  }
}
