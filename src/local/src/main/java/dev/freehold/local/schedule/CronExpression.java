package dev.freehold.local.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A six-field expression of EventBridge Scheduler, {@code cron(minutes hours day-of-month month
 * day-of-week year)}, in UTC. Of the day fields one is {@code ?}. {@code L}, {@code W} and {@code
 * #} are refused: no schedule uses them.
 */
public final class CronExpression {

  /** Nothing of ours is scheduled further away; ends the search of an expression without a time. */
  private static final int SEARCH_YEARS = 5;

  private final String text;
  private final CronField minutes;
  private final CronField hours;
  private final CronField daysOfMonth;
  private final CronField months;
  private final CronField daysOfWeek;
  private final CronField years;

  private CronExpression(String text, String[] fields) {
    this.text = text;
    minutes = CronField.parse(fields[0], 0, 59);
    hours = CronField.parse(fields[1], 0, 23);
    daysOfMonth = CronField.parse(fields[2], 1, 31);
    months =
        CronField.parse(
            fields[3],
            1,
            12,
            "JAN",
            "FEB",
            "MAR",
            "APR",
            "MAY",
            "JUN",
            "JUL",
            "AUG",
            "SEP",
            "OCT",
            "NOV",
            "DEC");
    daysOfWeek = CronField.parse(fields[4], 1, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    years = CronField.parse(fields[5], 1970, 2199);
  }

  /**
   * @throws IllegalArgumentException naming the expression and what is wrong with it
   */
  public static CronExpression parse(String text) {
    if (!text.startsWith("cron(") || !text.endsWith(")")) {
      throw new IllegalArgumentException("%s: want cron(…)".formatted(text));
    }
    String[] fields = text.substring("cron(".length(), text.length() - 1).trim().split("\\s+");
    if (fields.length != 6) {
      throw new IllegalArgumentException("%s: want six fields".formatted(text));
    }
    if (fields[2].equals("?") == fields[4].equals("?")) {
      throw new IllegalArgumentException("%s: one of the two day fields is ?".formatted(text));
    }
    try {
      return new CronExpression(text, fields);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(text, e.getMessage()), e);
    }
  }

  /** The first due time after {@code moment}. */
  public Optional<Instant> next(Instant moment) {
    LocalDateTime from =
        LocalDateTime.ofInstant(moment, ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.MINUTES)
            .plusMinutes(1);
    LocalDate last = from.toLocalDate().plusYears(SEARCH_YEARS);
    LocalDate day = from.toLocalDate();
    LocalDateTime earliest = from;
    while (!day.isAfter(last)) {
      if (isDay(day)) {
        Optional<Instant> found = firstOfDay(earliest);
        if (found.isPresent()) {
          return found;
        }
      }
      day = day.plusDays(1);
      earliest = day.atStartOfDay();
    }
    return Optional.empty();
  }

  /** The last due time at or before {@code moment}, not before {@code notBefore}. */
  public Optional<Instant> latest(Instant moment, Instant notBefore) {
    LocalDateTime until =
        LocalDateTime.ofInstant(moment, ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    LocalDate first = LocalDate.ofInstant(notBefore, ZoneOffset.UTC);
    LocalDate day = until.toLocalDate();
    LocalDateTime latest = until;
    while (!day.isBefore(first)) {
      if (isDay(day)) {
        Optional<Instant> found = lastOfDay(latest);
        if (found.isPresent()) {
          return found.filter(due -> !due.isBefore(notBefore));
        }
      }
      latest = day.atStartOfDay().minusMinutes(1);
      day = day.minusDays(1);
    }
    return Optional.empty();
  }

  /** More often than once an hour. */
  public boolean isFrequent() {
    return minutes.count() > 1;
  }

  /** At most once a day: one minute, one hour. */
  public boolean isDaily() {
    return minutes.count() == 1 && hours.count() == 1;
  }

  private boolean isDay(LocalDate day) {
    return years.has(day.getYear())
        && months.has(day.getMonthValue())
        && daysOfMonth.has(day.getDayOfMonth())
        && daysOfWeek.has(sundayIsOne(day.getDayOfWeek()));
  }

  private static int sundayIsOne(DayOfWeek day) {
    return day == DayOfWeek.SUNDAY ? 1 : day.getValue() + 1;
  }

  private Optional<Instant> firstOfDay(LocalDateTime from) {
    int hour = hours.atOrAfter(from.getHour());
    int minute = hour == from.getHour() ? minutes.atOrAfter(from.getMinute()) : minutes.first();
    if (hour >= 0 && minute < 0) {
      hour = hours.atOrAfter(hour + 1);
      minute = minutes.first();
    }
    return hour < 0 ? Optional.empty() : at(from.toLocalDate(), hour, minute);
  }

  private Optional<Instant> lastOfDay(LocalDateTime until) {
    int hour = hours.atOrBefore(until.getHour());
    int minute = hour == until.getHour() ? minutes.atOrBefore(until.getMinute()) : minutes.last();
    if (hour >= 0 && minute < 0) {
      hour = hours.atOrBefore(hour - 1);
      minute = minutes.last();
    }
    return hour < 0 ? Optional.empty() : at(until.toLocalDate(), hour, minute);
  }

  private static Optional<Instant> at(LocalDate day, int hour, int minute) {
    return Optional.of(day.atTime(hour, minute).toInstant(ZoneOffset.UTC));
  }

  @Override
  public String toString() {
    return text;
  }
}
