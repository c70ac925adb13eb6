package dev.freehold.metering.collection;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** How long a day's collection waits after its n-th failure. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(6);

  private Backoff() {}

  /**
   * 5 minutes doubled with each failure, at most 6 hours, give or take a tenth.
   *
   * @param failures &gt;= 1
   * @param permille the spread, -100 to 100, so that accounts that failed together part
   */
  static Duration after(int failures, int permille) {
    int doublings = Math.min(failures - 1, 20);
    Duration wait = FIRST.multipliedBy(1L << doublings);
    Duration base = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    return base.plusMillis(base.toMillis() * permille / 1000);
  }

  /** Seconds after the first, second … failure. */
  static List<String> seconds(int upTo, int permille) {
    return IntStream.rangeClosed(1, upTo)
        .mapToObj(n -> String.valueOf(after(n, permille).toSeconds()))
        .toList();
  }
}
