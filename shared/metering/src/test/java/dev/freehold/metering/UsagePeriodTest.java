package dev.freehold.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsagePeriodTest {

  @ParameterizedTest(name = "[{index}] {0} in months from {1}, begun {2} -> {3} to {4}, {5} days")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # day      | anchor               | begin                | start                | end                  | days
          2026-04-14 | 2026-04-14T09:30:00Z | 2026-04-14T09:30:00Z | 2026-04-14T09:30:00Z | 2026-05-14T09:30:00Z | 30
          2026-05-13 | 2026-04-14T09:30:00Z | 2026-04-14T09:30:00Z | 2026-04-14T09:30:00Z | 2026-05-14T09:30:00Z | 30
          2026-05-14 | 2026-04-14T09:30:00Z | 2026-04-14T09:30:00Z | 2026-05-14T09:30:00Z | 2026-06-14T09:30:00Z | 31
          2026-02-27 | 2026-01-31T00:00:00Z | 2026-01-31T00:00:00Z | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z | 28
          2026-02-28 | 2026-01-31T00:00:00Z | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z | 2026-03-31T00:00:00Z | 31
          2028-02-29 | 2028-01-31T00:00:00Z | 2028-01-31T00:00:00Z | 2028-02-29T00:00:00Z | 2028-03-31T00:00:00Z | 31
          2027-01-31 | 2026-01-31T00:00:00Z | 2026-01-31T00:00:00Z | 2027-01-31T00:00:00Z | 2027-02-28T00:00:00Z | 28
          2026-04-10 | 2026-04-14T09:30:00Z | 2026-04-01T08:00:00Z | 2026-04-01T08:00:00Z | 2026-04-14T09:30:00Z | 13
          2026-04-14 | 2026-04-14T09:30:00Z | 2026-04-14T09:30:00.7Z | 2026-04-14T09:30:00Z | 2026-05-14T09:30:00Z | 30
          2026-04-14 | 2026-04-14T09:30:00Z | 2026-04-14T08:00:00Z | 2026-04-14T09:30:00Z | 2026-05-14T09:30:00Z | 30
          """)
  void dayBelongsToTheMonthCountedFromTheAnchor(
      LocalDate day, Instant anchor, Instant begin, Instant start, Instant end, long days) {
    var period = UsagePeriod.containing(day, anchor, begin);

    assertThat(period).isEqualTo(new UsagePeriod(start, end));
    assertThat(period.days()).isEqualTo(days);
  }

  // metering §7.19, for days
  @ParameterizedTest
  @CsvSource({"2026-03-31, 2026-03-01", "2026-04-01, 2026-04-01"})
  void lastAndFirstDayOfTheMonthAreOfDifferentPeriods(LocalDate day, LocalDate firstDay) {
    Instant anchor = Instant.parse("2026-03-01T00:00:00Z");

    assertThat(UsagePeriod.containing(day, anchor, anchor).firstDay()).isEqualTo(firstDay);
  }
}
