package dev.freehold.lambda.wake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WakeRuleTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  /** Minutes are from noon; it is asked at minute 60. */
  @ParameterizedTest(name = "[{index}] {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # awake until | running | seen  | due  | open  | because
                        |         |       |      | true  | nothing is known
                        |         | 0     |      | false | nobody ever wrote and nothing is due
          -1            |         | 0     |      | false | it looked after the last write
          0             |         | 0     |      | true  | what wrote when it looked it may not have seen
          1             |         | 0     |      | true  | somebody may have written since
          70            |         | 59    |      | true  | somebody may be writing
          59            |         | 60    |      | false | it has looked after the lease
          -1            |         | 0     | 60   | true  | it is due
          -1            |         | 0     | 59   | true  | it was due
          -1            |         | 0     | 61   | false | it is not due yet
          -1            |         | 0     | 0    | true  | its last run left something
          -2000         |         | -1380 |      | true  | it looked a day ago and nobody wrote
          -2000         |         | -1379 |      | false | it looked within the day
          -2000         |         | -1379 | 9999 | false | what it said is far ahead
          -2000         |         | -1380 | 9999 | true  | it looked a day ago whatever it said
          -1            | other   | 0     |      | true  | another run is under way or dead
          -1            | self    | 0     |      | true  | its own run is under way or dead
          -1            |         | 61    |      | true  | the clock was set back
          """)
  void opensUnlessItIsKnownThatThereIsNothing(
      @Nullable Long awakeUntil,
      @Nullable String running,
      @Nullable Long seen,
      @Nullable Long due,
      boolean open,
      String because) {
    var state =
        new WakeState(
            at(awakeUntil),
            running == null ? Set.of() : Set.of(running),
            seen == null ? null : new Look(NOON.plus(Duration.ofMinutes(seen)), at(due)));

    assertThat(WakeRule.isOpen(state, NOON.plus(Duration.ofMinutes(60))))
        .as(because)
        .isEqualTo(open);
  }

  private static @Nullable Instant at(@Nullable Long minute) {
    return minute == null ? null : NOON.plus(Duration.ofMinutes(minute));
  }
}
