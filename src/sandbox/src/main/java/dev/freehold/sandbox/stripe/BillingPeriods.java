package dev.freehold.sandbox.stripe;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Where periods end: the anchor plus k intervals, the day clamped to the month's last, in UTC. */
final class BillingPeriods {

  private BillingPeriods() {}

  /**
   * @param anchor seconds
   * @param interval {@code day week month year}
   * @param after seconds, not before the anchor
   * @return the first end of a period later than {@code after}
   */
  static long nextEnd(long anchor, String interval, long count, long after) {
    long k = 1;
    while (end(anchor, interval, count * k) <= after) {
      k++;
    }
    return end(anchor, interval, count * k);
  }

  private static long end(long anchor, String interval, long count) {
    ZonedDateTime from = Instant.ofEpochSecond(anchor).atZone(ZoneOffset.UTC);
    return switch (interval) {
      case "day" -> from.plusDays(count).toEpochSecond();
      case "week" -> from.plusWeeks(count).toEpochSecond();
      case "month" -> from.plusMonths(count).toEpochSecond();
      case "year" -> from.plusYears(count).toEpochSecond();
      default -> throw new IllegalArgumentException("no interval: " + interval);
    };
  }
}
