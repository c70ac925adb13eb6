package dev.freehold.metering.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {

  private static List<Integer> numbers(@Nullable String text) {
    return text == null ? List.of() : Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
  }

  @ParameterizedTest(name = "[{index}] {0} % of {1}, before {2} -> {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # percent | thresholds   | triggered | reached, suppressed in brackets
          49        | 50 75 90 100 |           | ''
          50        | 50 75 90 100 |           | 50
          74        | 50 75 90 100 | 50        | ''
          95        | 50 75 90 100 |           | (50) (75) 90
          95        | 50 75 90 100 | 50        | (75) 90
          100       | 50 75 90 100 | 50 75 90  | 100
          400       | 50 75 90 100 | 50 75 90  | 100
          400       | 50 75 90 100 | 50 75 90 100 | ''
          80        | 60 80        | 90        | (60) (80)
          80        | 80 60 60     |           | (60) 80
          1000      |              |           | ''
          """)
  void reachedOnceAndTheHighestTold(
      long percent, @Nullable String thresholds, @Nullable String triggered, String reached) {
    var result = Thresholds.reached(percent, numbers(thresholds), numbers(triggered));

    assertThat(
            result.stream()
                .map(r -> r.suppressed() ? "(" + r.thresholdPct() + ")" : "" + r.thresholdPct())
                .collect(Collectors.joining(" ")))
        .isEqualTo(reached);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5000000, 0",
    "2499999, 5000000, 49",
    "2500000, 5000000, 50",
    "9223372036854775807, 9223372036854775807, 100",
    "9223372036854775807, 1, 9223372036854775807"
  })
  void percentIsRoundedDown(long used, long quota, long percent) {
    assertThat(Thresholds.percent(used, quota)).isEqualTo(percent);
  }

  @ParameterizedTest
  @CsvSource({"100, '', true", "100, '100', false", "99, '', false", "130, '100', false"})
  void quotaIsExceededOnce(long percent, String before, boolean exceeded) {
    List<Integer> triggered = numbers(before.isEmpty() ? null : before);
    var fresh = Thresholds.reached(percent, List.of(50, 100, 120), triggered);

    assertThat(Thresholds.isExceededNow(fresh, triggered)).isEqualTo(exceeded);
  }
}
