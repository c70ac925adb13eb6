package dev.freehold.lambda.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What every store keeps, whoever writes at once. */
abstract class WakeStoreContract {

  private static final String OPERATION = "test-sweep";
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final int WRITERS = 8;

  /** One more instance of the same installation, which is empty before each test. */
  abstract WakeStore instance();

  static Instant minute(long minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void knowsNothingAtFirst() {
    assertThat(instance().read(OPERATION)).isEqualTo(WakeState.unknown());
  }

  @Test
  void keepsWhatWritersAndRunsSay() {
    instance().hold(minute(2), minute(5));
    instance().begin(OPERATION);

    var during = instance().read(OPERATION);
    instance().end(OPERATION, new Look(minute(1), minute(9)));
    var after = instance().read(OPERATION);

    assertThat(during.running()).containsExactly(OPERATION);
    assertThat(after).isEqualTo(new WakeState(minute(5), Set.of(), new Look(minute(1), minute(9))));
    assertThat(instance().read("test-other").look()).isNull();
  }

  @Test
  void asksForMoreOnlyWhenWhatIsKeptIsTooShort() {
    instance().hold(minute(2), minute(5));

    instance().hold(minute(4), minute(7));
    assertThat(instance().read(OPERATION).awakeUntil()).isEqualTo(minute(5));

    instance().hold(minute(6), minute(9));
    assertThat(instance().read(OPERATION).awakeUntil()).isEqualTo(minute(9));
  }

  @Test
  void aLaterLookThatSawNothingTakesTheDueTimeAway() {
    instance().end(OPERATION, new Look(minute(1), minute(9)));

    instance().end(OPERATION, new Look(minute(2), null));

    assertThat(instance().read(OPERATION).look()).isEqualTo(new Look(minute(2), null));
  }

  @Test
  void whatALongRunSawDoesNotReplaceWhatALaterOneSaw() {
    instance().end(OPERATION, new Look(minute(2), minute(9)));

    instance().end(OPERATION, new Look(minute(1), null));

    assertThat(instance().read(OPERATION).look()).isEqualTo(new Look(minute(2), minute(9)));
  }

  @Test
  void oneRunsEndLeavesTheOthersUnderWay() {
    instance().begin(OPERATION);
    instance().begin("test-other");

    instance().end(OPERATION, new Look(minute(1), null));

    assertThat(instance().read(OPERATION).running()).containsExactly("test-other");
  }

  @Test
  void writersAtOnceNeverShortenTheLease() {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      long from = writer;
      writers.add(() -> isNeverShorter(instance(), from));
    }

    assertThat(Race.run(writers)).containsOnly(true);
    assertThat(instance().read(OPERATION).awakeUntil()).isEqualTo(minute(2 * WRITERS - 2));
  }

  private static boolean isNeverShorter(WakeStore mine, long from) {
    for (long minute = from; minute < from + WRITERS; minute++) {
      mine.hold(minute(minute), minute(minute));
      Instant kept = mine.read(OPERATION).awakeUntil();
      if (kept == null || kept.isBefore(minute(minute))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void runsThatEndAtOnceLeaveTheLatestLook() {
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (int run = 0; run < WRITERS; run++) {
      var look = new Look(minute(run), minute(100 + run));
      WakeStore mine = instance();
      runs.add(
          () -> {
            mine.end(OPERATION, look);
            return true;
          });
    }

    Race.run(runs);

    assertThat(instance().read(OPERATION).look())
        .isEqualTo(new Look(minute(WRITERS - 1), minute(100 + WRITERS - 1)));
  }
}
