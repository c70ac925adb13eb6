package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.provisioning.ProvisioningConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutCheckTest {

  private record Times(
      Duration call, Duration step, Duration function, Duration lease, Duration visibility)
      implements ProvisioningConfig.Timeout {

    static Times of(String text) {
      String[] seconds = text.strip().split(" +");
      Duration[] times = new Duration[seconds.length];
      for (int i = 0; i < seconds.length; i++) {
        times[i] = Duration.ofSeconds(Long.parseLong(seconds[i]));
      }
      return new Times(times[0], times[1], times[2], times[3], times[4]);
    }
  }

  @Test
  void defaultsLieWithinEachOther() {
    assertThatCode(() -> TimeoutCheck.check(Times.of("15 50 60 90 360")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "[{index}] {0} names {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # call step function lease visibility | the key
          50 50 60 90 360                       | timeout.call
          15 60 60 90 360                       | timeout.step
          15 50 90 90 540                       | timeout.function
          15 50 60 90 359                       | timeout.visibility
          """)
  void othersStopTheStartWithTheirKey(String times, String key) {
    assertThatThrownBy(() -> TimeoutCheck.check(Times.of(times)))
        .satisfies(failure -> assertThat(failure.getMessage()).contains(key));
  }
}
