package dev.freehold.functions.metering;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.HttpCall;
import dev.freehold.metering.snapshot.DateRange;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code from}, {@code to} and {@code days} of a request, both ends included. */
final class RangeQuery {

  /** What a list shows when no range is asked for. */
  private static final int DEFAULT_DAYS = 31;

  private static final int MOST_DAYS = 400;
  private static final int MOST_LAST_DAYS = 90;
  private static final int DEFAULT_LAST_DAYS = 7;

  private RangeQuery() {}

  static LocalDate today(HttpCall call) {
    return LocalDate.ofInstant(call.now(), ZoneOffset.UTC);
  }

  /** By default the last 31 days, today included. */
  static DateRange range(HttpCall call) {
    LocalDate to = Objects.requireNonNullElse(call.queryDate("to"), today(call));
    LocalDate from =
        Objects.requireNonNullElse(call.queryDate("from"), to.minusDays(DEFAULT_DAYS - 1L));
    return checked(from, to);
  }

  /** By default the last 7 days, today included. */
  static DateRange lastDaysOrRange(HttpCall call) {
    LocalDate from = call.queryDate("from");
    LocalDate to = call.queryDate("to");
    Integer days = call.queryInt("days", 1, MOST_LAST_DAYS);
    if (from == null && to == null) {
      return DateRange.lastDays(today(call), Objects.requireNonNullElse(days, DEFAULT_LAST_DAYS));
    }
    if (days != null) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("name days, or from and to")
          .field("days", "DUPLICATE", "stands in the place of from and to");
    }
    return checked(required("from", from), required("to", to));
  }

  private static LocalDate required(String field, @Nullable LocalDate day) {
    if (day == null) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("name from and to")
          .field(field, "REQUIRED", "is required with the other end");
    }
    return day;
  }

  private static DateRange checked(LocalDate from, LocalDate to) {
    if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the range is not 1 to %d days", MOST_DAYS)
          .field("from", "RANGE", "is at most " + MOST_DAYS + " days before to");
    }
    return new DateRange(from, to);
  }
}
