package dev.freehold.kernel.edge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Times that come from outside: the years 1 to 9999, which everybody writes alike and tables keep.
 */
public final class Times {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Times() {}

  public static boolean isKept(Instant time) {
    return !time.isBefore(FIRST) && time.isBefore(END);
  }

  /**
   * @throws DateTimeException for what is no time, or none of these years
   */
  public static Instant instant(String text) {
    Instant time = Instant.parse(text);
    if (!isKept(time)) {
      throw new DateTimeException("outside of the years 1 to 9999");
    }
    return time;
  }

  /**
   * @throws DateTimeException for what is no day, or none of these years
   */
  public static LocalDate date(String text) {
    LocalDate day = LocalDate.parse(text);
    if (day.getYear() < 1 || day.getYear() > 9999) {
      throw new DateTimeException("outside of the years 1 to 9999");
    }
    return day;
  }
}
