package dev.freehold.metering;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The usage month {@code [start, end)} of a subscription. A UTC day belongs to the period with
 * {@code date(start) <= day < date(end)}.
 */
public record UsagePeriod(Instant start, Instant end) {

  /**
   * The period a day belongs to. The k-th boundary is the anchor plus k months, the day clamped to
   * the month's last, always counted from the anchor, in UTC.
   *
   * @param anchor of the subscription; days before it, of a trial, belong to the months that lead
   *     to it
   * @param begin of the subscription; no month that leads to the anchor starts earlier
   */
  public static UsagePeriod containing(LocalDate day, Instant anchor, Instant begin) {
    long months = ChronoUnit.MONTHS.between(YearMonth.from(dayOf(anchor)), YearMonth.from(day));
    if (dayOf(boundary(anchor, months)).isAfter(day)) {
      months--;
    }
    Instant start = boundary(anchor, months);
    Instant end = boundary(anchor, months + 1);
    boolean isCut = months < 0 && start.isBefore(begin) && begin.isBefore(end);
    return new UsagePeriod(isCut ? begin : start, end);
  }

  private static Instant boundary(Instant anchor, long months) {
    return anchor.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
  }

  private static LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Inclusive. */
  public LocalDate firstDay() {
    return dayOf(start);
  }

  /** Exclusive. */
  public LocalDate endDay() {
    return dayOf(end);
  }

  /** As planned, also when it is cut short later. */
  public long days() {
    return ChronoUnit.DAYS.between(firstDay(), endDay());
  }
}
