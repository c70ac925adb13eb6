package dev.freehold.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthBoundaryTest {

  // billing §7.26
  @ParameterizedTest(name = "{0} + {1} months = {2}")
  @CsvSource({
    "2028-01-31T08:00:00Z, 1, 2028-02-29T08:00:00Z",
    "2028-01-31T08:00:00Z, 2, 2028-03-31T08:00:00Z",
    "2028-01-31T08:00:00Z, 3, 2028-04-30T08:00:00Z",
    "2027-01-31T08:00:00Z, 1, 2027-02-28T08:00:00Z",
    "2027-03-31T08:00:00Z, -1, 2027-02-28T08:00:00Z"
  })
  void theDayIsClampedAndCountedFromTheAnchor(Instant anchor, long months, Instant boundary) {
    assertThat(MonthBoundary.at(anchor, months)).isEqualTo(boundary);
  }

  @ParameterizedTest(name = "{1} is in {2} to {3}")
  @CsvSource({
    "2028-01-31T08:00:00Z, 2028-02-29T07:59:59Z, 2028-01-31T08:00:00Z, 2028-02-29T08:00:00Z",
    "2028-01-31T08:00:00Z, 2028-02-29T08:00:00Z, 2028-02-29T08:00:00Z, 2028-03-31T08:00:00Z",
    "2028-01-31T08:00:00Z, 2028-03-31T07:59:59Z, 2028-02-29T08:00:00Z, 2028-03-31T08:00:00Z",
    "2026-04-15T00:00:00Z, 2026-04-01T00:00:00Z, 2026-03-15T00:00:00Z, 2026-04-15T00:00:00Z",
    "2026-04-15T00:00:00Z, 2026-04-15T00:00:00Z, 2026-04-15T00:00:00Z, 2026-05-15T00:00:00Z"
  })
  void everyInstantLiesInOneMonth(Instant anchor, Instant time, Instant start, Instant end) {
    assertThat(MonthBoundary.startOf(anchor, time)).isEqualTo(start);
    assertThat(MonthBoundary.endOf(anchor, time)).isEqualTo(end);
  }
}
