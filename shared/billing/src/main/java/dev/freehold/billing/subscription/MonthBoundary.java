package dev.freehold.billing.subscription;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Months of an anchor: the k-th boundary is the anchor plus k months in UTC, its day clamped to the
 * month's last, always counted from the anchor.
 */
public final class MonthBoundary {

  private MonthBoundary() {}

  /** The boundary {@code months} after the anchor; negative ones lie before it. */
  public static Instant at(Instant anchor, long months) {
    return anchor.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
  }

  /** The start of the month that contains {@code time}: the last boundary not after it. */
  public static Instant startOf(Instant anchor, Instant time) {
    return at(anchor, index(anchor, time));
  }

  /** The end, exclusive, of the month that contains {@code time}. */
  public static Instant endOf(Instant anchor, Instant time) {
    return at(anchor, index(anchor, time) + 1);
  }

  private static long index(Instant anchor, Instant time) {
    long months =
        ChronoUnit.MONTHS.between(anchor.atOffset(ZoneOffset.UTC), time.atOffset(ZoneOffset.UTC));
    while (at(anchor, months).isAfter(time)) {
      months--;
    }
    while (!at(anchor, months + 1).isAfter(time)) {
      months++;
    }
    return months;
  }
}
