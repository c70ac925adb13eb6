package dev.freehold.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0, PT5M",
    "2, 0, PT10M",
    "7, 0, PT5H20M",
    "8, 0, PT6H",
    "10, 0, PT6H",
    "1000, 0, PT6H",
    "1, -100, PT4M30S",
    "1, 100, PT5M30S",
    "9, 100, PT6H36M"
  })
  void doublesUpToSixHoursGiveOrTakeATenth(int failures, int permille, Duration wait) {
    assertThat(Backoff.after(failures, permille)).isEqualTo(wait);
  }

  @Test
  void secondsAreInTheOrderOfFailures() {
    assertThat(Backoff.seconds(4, 0)).containsExactly("300", "600", "1200", "2400");
  }
}
