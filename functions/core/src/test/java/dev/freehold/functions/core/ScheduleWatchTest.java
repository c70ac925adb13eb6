package dev.freehold.functions.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
class ScheduleWatchTest {

  @Inject ScheduleWatch watch;
  @Inject SettableClock clock;

  private final Instant before = Instant.parse("2026-04-01T10:00:00Z");

  @AfterEach
  void setBack() {
    clock.set(before);
  }

  /**
   * The first daily slot of the core is at 00:20, the next at 00:40; each has an hour to be worked.
   */
  @ParameterizedTest
  @CsvSource({
    "2020-04-01T10:00:00Z, 2020-04-02T01:20:00Z",
    "2020-04-02T01:19:59Z, 2020-04-02T01:20:00Z",
    "2020-04-02T01:20:00Z, 2020-04-02T01:40:00Z",
  })
  void saysWhenTheNextDailySlotShouldHaveBeenWorked(String now, String due) {
    clock.set(Instant.parse(now));

    var swept = Call.system("core-watch-schedules", Scope.operator()).supply(watch::watch);

    // Long before this installation began nothing was missed.
    assertThat(swept.found()).isZero();
    assertThat(swept.nextDueAt()).isEqualTo(due);
  }
}
