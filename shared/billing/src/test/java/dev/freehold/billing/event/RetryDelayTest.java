package dev.freehold.billing.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {

  @ParameterizedTest(name = "after attempt {0}: {1} s")
  @CsvSource({
    "1, 30",
    "2, 120",
    "3, 480",
    "4, 1920",
    "5, 7680",
    "6, 30720",
    "7, 86400",
    "9, 86400"
  })
  void eachWaitIsFourTimesTheLastUpToADay(int attempts, long seconds) {
    // A spread of 100 thousandths above the least is the plain delay.
    assertThat(RetryDelay.after(attempts, 100)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void theSpreadIsTenPercentEitherWay() {
    assertThat(RetryDelay.after(1, 0)).isEqualTo(Duration.ofSeconds(27));
    assertThat(RetryDelay.after(1, 200)).isEqualTo(Duration.ofSeconds(33));
    assertThat(RetryDelay.after(1, Long.MIN_VALUE))
        .isBetween(Duration.ofSeconds(27), Duration.ofSeconds(33));
  }
}
