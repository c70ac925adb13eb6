package dev.freehold.provisioning.step;

import java.time.Duration;

/** The wait before the next try: doubling up to a cap, the upper half of it at random. */
public final class RetrySchedule {

  private RetrySchedule() {}

  /**
   * @param attempt the try that failed, from 1
   * @param random in {@code [0, 1)}
   * @return {@code d/2 + random·d/2} with {@code d = min(cap, base·2^(attempt-1))}
   */
  public static Duration waitAfter(int attempt, Duration base, Duration cap, double random) {
    // 2^40 seconds is beyond every cap; more would overflow.
    int doublings = Math.min(Math.max(attempt, 1) - 1, 40);
    long millis = Math.min(cap.toMillis(), saturated(base.toMillis(), doublings));
    return Duration.ofMillis(millis / 2 + (long) (random * (millis - millis / 2)));
  }

  private static long saturated(long millis, int doublings) {
    return millis > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : millis << doublings;
  }
}
