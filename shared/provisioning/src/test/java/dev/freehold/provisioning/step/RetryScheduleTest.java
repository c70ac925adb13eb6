package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

  @ParameterizedTest(name = "[{index}] attempt {0}, random {1} -> {2} ms")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # attempt | random | milliseconds
          1         | 0      | 2500
          1         | 0.5    | 3750
          2         | 0      | 5000
          3         | 0      | 10000
          6         | 0      | 80000
          7         | 0      | 150000
          7         | 0.999  | 299850
          8         | 0      | 150000
          60        | 0      | 150000
          """)
  void doublesUpToTheCapAndSpreadsTheUpperHalf(int attempt, double random, long millis) {
    Duration wait =
        RetrySchedule.waitAfter(attempt, Duration.ofSeconds(5), Duration.ofSeconds(300), random);

    assertThat(wait).isEqualTo(Duration.ofMillis(millis));
  }
}
