package dev.freehold.billing.event;

import java.time.Duration;

/** How long a failed event waits: 30 s x 4^(attempts - 1), at most a day, spread by ten percent. */
final class RetryDelay {

  private static final long FIRST_MILLIS = 30_000;
  private static final long MOST_MILLIS = Duration.ofDays(1).toMillis();

  private RetryDelay() {}

  /**
   * @param attempts so far, &gt; 0
   * @param spread any number; equal ones give equal delays, different ones differ by up to a fifth
   */
  static Duration after(int attempts, long spread) {
    long millis = FIRST_MILLIS;
    for (int i = 1; i < attempts && millis < MOST_MILLIS; i++) {
      millis *= 4;
    }
    millis = Math.min(millis, MOST_MILLIS);
    // 900 to 1100 thousandths.
    long thousandths = 900 + Math.floorMod(spread, 201L);
    return Duration.ofMillis(millis * thousandths / 1000);
  }
}
