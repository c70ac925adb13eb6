package dev.freehold.lambda.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Swept;
import dev.freehold.lambda.schedule.CronExpression;
import dev.freehold.testing.Race;
import dev.freehold.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A schedule every minute and those who write, on a clock of their own. */
class ScheduleGateTest {

  private static final CronExpression MINUTELY = CronExpression.parse("cron(* * * * ? *)");
  private static final CronExpression HOURLY = CronExpression.parse("cron(5 * * * ? *)");
  private static final CronExpression DAILY = CronExpression.parse("cron(20 0 * * ? *)");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration HTTP = Duration.ofSeconds(29);
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Swept NOTHING = new Swept(0, false, null);

  private final SettableClock clock = new SettableClock();
  private final MemoryWakeStore store = new MemoryWakeStore();
  private final WakeLease lease = new WakeLease(store, new FixedWakeConfig(), clock);
  private final ScheduleGate gate = new ScheduleGate(store, lease, clock);

  @BeforeEach
  void noon() {
    clock.set(NOON);
  }

  private Optional<ScheduleGate.Passage> ask(String operation) {
    return gate.ask(operation, MINUTELY, LIMIT);
  }

  private void look(String operation) {
    ask(operation).orElseThrow().completed(NOTHING, false);
  }

  private boolean isOpenAt(double minute) {
    clock.set(NOON.plusMillis((long) (minute * 60_000)));
    return ask("test-relay").isPresent();
  }

  @Test
  void anInstallationWithNothingDueIsLeftAlone() {
    look("test-relay");

    for (int minute = 1; minute < 24 * 60; minute++) {
      clock.set(NOON.plus(Duration.ofMinutes(minute)));
      assertThat(ask("test-relay")).as("minute %d", minute).isEmpty();
    }
    assertThat(isOpenAt(24 * 60)).isTrue();
  }

  @Test
  void afterAWriteItLooksAtEverySlotUntilOneCameAfterTheLease() {
    look("test-relay");
    clock.set(NOON.plusSeconds(30));
    lease.hold(HTTP);

    List<Integer> looks = new ArrayList<>();
    for (int minute = 1; minute < 60; minute++) {
      clock.set(NOON.plus(Duration.ofMinutes(minute)));
      Optional<ScheduleGate.Passage> passage = ask("test-relay");
      if (passage.isPresent()) {
        passage.get().completed(NOTHING, false);
        looks.add(minute);
      }
    }

    // Held until half past minute 5: the look at 6 is the first that saw everything.
    assertThat(looks).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aWriteDuringALookIsLookedAtAgain() {
    look("test-relay");
    clock.set(NOON.plus(Duration.ofDays(1)));
    ScheduleGate.Passage passage = ask("test-relay").orElseThrow();
    clock.advance(Duration.ofSeconds(1));
    lease.hold(HTTP);

    passage.completed(NOTHING, false);

    clock.advance(Duration.ofMinutes(30));
    assertThat(ask("test-relay")).isPresent();
  }

  @Test
  void aCallThatLastsLongHoldsForAsLong() {
    look("test-relay");
    clock.advance(Duration.ofSeconds(1));

    lease.hold(Duration.ofMinutes(15));

    assertThat(store.read("test-relay").awakeUntil())
        .isAfterOrEqualTo(clock.instant().plus(Duration.ofMinutes(15)));
  }

  // kernel §13.20
  @Test
  void aKilledRunRunsAgainAndOthersSeeWhatItWrote() {
    look("test-relay");
    look("test-retry");
    clock.set(NOON.plus(Duration.ofDays(1)));
    assertThat(ask("test-retry")).isPresent();
    look("test-relay");
    // It wrote after the other had looked, and died.

    clock.advance(Duration.ofMinutes(1));
    assertThat(ask("test-relay")).as("something is under way or dead").isPresent();
    look("test-retry");
    look("test-relay");

    clock.advance(Duration.ofMinutes(1));
    assertThat(ask("test-relay")).as("the run after a dead one counts as a write").isPresent();
  }

  @Test
  void aFailedRunLeavesTheGateOpen() {
    look("test-relay");
    clock.set(NOON.plus(Duration.ofDays(1)));
    assertThat(ask("test-relay")).isPresent();

    assertThat(isOpenAt(24 * 60 + 1)).isTrue();
    assertThat(isOpenAt(24 * 60 + 30)).isTrue();
  }

  @Test
  void whatARunFoundIsAWriteForTheOthers() {
    look("test-retry");
    clock.advance(Duration.ofSeconds(1));

    ask("test-relay").orElseThrow().completed(new Swept(3, false, null), true);

    clock.advance(Duration.ofMinutes(1));
    assertThat(ask("test-retry")).isPresent();
  }

  @Test
  void runsThatFindNothingDoNotKeepEachOtherAwake() {
    look("test-retry");
    look("test-relay");
    clock.advance(Duration.ofMillis(1));
    ScheduleGate.Passage one = ask("test-purge").orElseThrow();
    ScheduleGate.Passage other = ask("test-relay").orElseThrow();
    one.completed(NOTHING, false);
    other.completed(NOTHING, false);

    clock.advance(Duration.ofMinutes(1));
    assertThat(ask("test-relay")).isEmpty();
    assertThat(ask("test-retry")).isEmpty();
  }

  @Test
  void opensWhenTheRunSaidThatSomethingIsDue() {
    ask("test-relay").orElseThrow().completed(new Swept(0, false, NOON.plusSeconds(600)), false);

    assertThat(isOpenAt(9)).isFalse();
    assertThat(isOpenAt(10)).isTrue();
  }

  @Test
  void opensAtOnceWhenTheRunLeftSomething() {
    ask("test-relay").orElseThrow().completed(new Swept(500, true, null), false);

    assertThat(isOpenAt(1)).isTrue();
  }

  @Test
  void anHourlyOneThatSaysNothingLooksEveryHour() {
    gate.ask("test-hourly", HOURLY, LIMIT).orElseThrow().completed(NOTHING, false);
    clock.advance(Duration.ofHours(1));

    assertThat(gate.ask("test-hourly", HOURLY, LIMIT)).isPresent();
  }

  @Test
  void aDailyOneAlwaysRunsAndCountsAsAWrite() {
    look("test-relay");
    clock.advance(Duration.ofHours(1));

    assertThat(gate.ask("test-daily", DAILY, LIMIT)).isPresent();

    assertThat(ask("test-relay")).isPresent();
  }

  @Test
  void withTheStoreAwayEverythingRunsAndNothingIsKept() {
    look("test-relay");
    var away = new AwayStore();
    var blindLease = new WakeLease(away, new FixedWakeConfig(), clock);
    var blind = new ScheduleGate(away, blindLease, clock);

    assertThat(blindLease.hold(HTTP)).isFalse();
    blind.ask("test-relay", MINUTELY, LIMIT).orElseThrow().completed(NOTHING, true);
    assertThat(blind.ask("test-daily", DAILY, LIMIT)).isPresent();
  }

  @Test
  void withoutATableEverySlotRuns() {
    var none = new NoWakeStore();
    var open = new ScheduleGate(none, new WakeLease(none, new FixedWakeConfig(), clock), clock);

    open.ask("test-relay", MINUTELY, LIMIT).orElseThrow().completed(NOTHING, false);

    assertThat(open.ask("test-relay", MINUTELY, LIMIT)).isPresent();
  }

  /** Whatever the order of two instances, a write is followed by a look that began after it. */
  @Test
  void aWriteThatRacesWithALookIsNeverLost() {
    for (int round = 0; round < 200; round++) {
      clock.advance(Duration.ofDays(2));
      List<Callable<Boolean>> both =
          List.of(
              () -> {
                look("test-relay");
                return true;
              },
              () -> lease.hold(HTTP));

      Race.run(both);

      clock.advance(Duration.ofMinutes(1));
      assertThat(ask("test-relay")).as("round %d", round).isPresent();
      look("test-relay");
    }
  }

  private record FixedWakeConfig() implements WakeConfig {

    @Override
    public Optional<String> table() {
      return Optional.empty();
    }

    @Override
    public Duration awake() {
      return Duration.ofMinutes(5);
    }

    @Override
    public Optional<String> endpoint() {
      return Optional.empty();
    }
  }

  private static final class AwayStore implements WakeStore {

    private static WakeStoreAway away() {
      return new WakeStoreAway(new IllegalStateException("no route to host"));
    }

    @Override
    public WakeState read(String operation) {
      throw away();
    }

    @Override
    public void hold(Instant atLeast, Instant until) {
      throw away();
    }

    @Override
    public void begin(String operation) {
      throw away();
    }

    @Override
    public void end(String operation, Look look) {
      throw away();
    }
  }
}
