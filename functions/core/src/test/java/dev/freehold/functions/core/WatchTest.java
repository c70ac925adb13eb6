package dev.freehold.functions.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators must see by themselves: a lost schedule, and that not everything is there. */
@QuarkusTest
@TestProfile(WatchTest.WithoutQueues.class)
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
class WatchTest {

  /** Nobody listens where the queues should be. */
  public static class WithoutQueues implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "freehold.queue.transport", "sqs",
          "quarkus.sqs.endpoint-override", "http://127.0.0.1:1",
          "quarkus.sqs.aws.region", "us-east-1",
          "quarkus.sqs.aws.credentials.type", "static",
          "quarkus.sqs.aws.credentials.static-provider.access-key-id", "k",
          "quarkus.sqs.aws.credentials.static-provider.secret-access-key", "s");
    }
  }

  @Inject ScheduleWatch watch;
  @Inject Readiness readiness;
  @Inject RecordedStarter starter;
  @Inject SettableClock clock;

  private final Call call = Call.system("core-watch-schedules", Scope.operator());
  private Instant before = Instant.EPOCH;

  @AfterEach
  void clockStandsAsBefore() {
    if (before.isAfter(Instant.EPOCH)) {
      clock.set(before);
    }
  }

  @Test
  void dailySlotThatNothingWorkedIsStartedToldAndCounted() {
    before = clock.instant();
    // Of an installation that is two days old by now, with the audit's slots of today done.
    run("core-watch-schedules", before, before);
    clock.set(Instant.parse("2026-04-03T02:00:00Z"));
    run("core-anchor-audit", Instant.parse("2026-04-03T00:20:00Z"), clock.instant());

    call.run(() -> watch.watch());

    assertThat(starter.started())
        .contains("core-maintain-audit 2026-04-03T00:40:00Z")
        .doesNotContain("core-anchor-audit 2026-04-03T00:20:00Z");
    assertThat(call.state().figures().get(Metric.SCHEDULE_MISSED))
        .isEqualTo(starter.started().size());
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox WHERE type = 'core.schedule.missed'
                  AND payload ->> 'operation' = 'core-maintain-audit'
                """))
        .isEqualTo(1);
  }

  @Test
  void queueThatIsAwayIsNamedAndCounted() {
    assertThatThrownBy(() -> call.run(readiness::check))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.members().toString())
                    .contains("Check[name=database, status=up]")
                    .contains("Check[name=queue, status=down]"));

    assertThat(call.state().figures().get(Metric.READINESS_FAILED)).isEqualTo(1);
  }

  private static void run(String operation, Instant scheduledAt, Instant at) {
    Owner.update(
        """
        INSERT INTO core.runs (id, operation, scheduled_at, status, attempts, started_at,
           finished_at, lease_until, created_at)
        VALUES (gen_random_uuid(), ?, ?, 'completed', 1, ?, ?, ?, ?)
        """,
        operation,
        scheduledAt,
        at,
        at,
        at.plus(Duration.ofMinutes(5)),
        at);
  }
}
