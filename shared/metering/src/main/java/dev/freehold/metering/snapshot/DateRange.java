package dev.freehold.metering.snapshot;

import java.time.LocalDate;
import java.util.List;

/** UTC days, both ends included, {@code from <= to}. */
public record DateRange(LocalDate from, LocalDate to) {

  /** The last {@code days} days, {@code today} included. */
  public static DateRange lastDays(LocalDate today, long days) {
    return new DateRange(today.minusDays(days - 1), today);
  }

  public List<LocalDate> days() {
    return from.datesUntil(to.plusDays(1)).toList();
  }
}
