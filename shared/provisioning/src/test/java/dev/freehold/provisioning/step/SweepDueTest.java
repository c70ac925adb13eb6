package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Swept;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the sweep says that it has to look again: the database sleeps until then. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class SweepDueTest {

  private static final int ROUNDS = 600;

  @Inject Scenario scenario;
  @Inject SettableClock clock;

  private UUID job = new UUID(0, 0);

  /** The sweep looks at everybody's: what other tests left, and what this one leaves, would be due. */
  @BeforeEach
  @AfterEach
  void endJobs() {
    Owner.update(
        "UPDATE provisioning.jobs SET status = 'cancelled', completed_at = ?"
            + " WHERE completed_at IS NULL",
        clock.instant());
  }

  @Test
  void aJobWhoseNudgesAreAllLostEndsByLookingOnlyWhenItIsDue() {
    job = scenario.startJob();
    scenario.loseNudges();

    for (int round = 0; round < ROUNDS && !scenario.isEnded(job); round++) {
      Swept swept = scenario.sweep();
      scenario.deliverOne();
      scenario.loseNudges();
      if (swept.found() == 0) {
        Instant due = Objects.requireNonNull(swept.nextDueAt(), "a live job is due some time");
        clock.set(later(due, clock.instant().plusSeconds(1)));
        scenario.sandbox().actAt(clock.instant());
      }
    }

    assertThat(scenario.status(job)).isEqualTo("completed");
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Test
  void aDeadFunctionsLeaseIsDueWhenItRunsOut() {
    begin();
    Instant soon = clock.instant().plusMillis(1);
    current("status = 'running', lease_owner = 'dead', lease_expires_at = ?", soon);

    assertThat(scenario.sweep().nextDueAt()).isEqualTo(soon);
  }

  @Test
  void aStepThatWaitsIsDueAtItsTime() {
    begin();
    Instant soon = clock.instant().plusMillis(1);
    current("enqueued_at = NULL, available_at = ?", soon);

    assertThat(scenario.sweep().nextDueAt()).isEqualTo(soon);
  }

  @Test
  void aJobIsDueAtItsDeadlineHoweverLongItsStepWaits() {
    begin();
    Instant soon = clock.instant().plusMillis(1);
    current("available_at = ?", clock.instant().plus(Duration.ofDays(9)));
    Owner.update("UPDATE provisioning.jobs SET deadline_at = ? WHERE id = ?", soon, job);

    assertThat(scenario.sweep().nextDueAt()).isEqualTo(soon);
  }

  @Test
  void aWaitingJobIsDueWhenItsNudgeIsOverdue() {
    job = scenario.startJob();
    Instant soon = clock.instant().plusMillis(1);
    Owner.update(
        "UPDATE provisioning.jobs SET updated_at = ? WHERE id = ?", soon.minusSeconds(60), job);

    assertThat(scenario.sweep().nextDueAt()).isEqualTo(soon);
  }

  /** Its parent starts it: the sweep never does, and would be due for ever. */
  @Test
  void aWaitingChildIsNotDue() {
    begin();
    Instant longAgo = clock.instant().minus(Duration.ofDays(900));
    UUID child = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO provisioning.jobs SELECT (jsonb_populate_record(j, jsonb_build_object(
            'id', ?::uuid, 'parent_job_id', j.id, 'status', 'pending', 'dedup_key', 'child',
            'started_at', NULL, 'deadline_at', NULL, 'updated_at', ?::timestamptz))).*
          FROM provisioning.jobs j WHERE j.id = ?
        """,
        child,
        longAgo,
        job);

    assertThat(scenario.sweep().nextDueAt()).isAfter(longAgo.plus(Duration.ofDays(1)));
  }

  private void begin() {
    job = scenario.startJob();
    scenario.deliverOne();
    scenario.loseNudges();
  }

  private void current(String change, Instant moment) {
    Owner.update(
        "UPDATE provisioning.steps SET "
            + change
            + " WHERE id = (SELECT id FROM provisioning.steps WHERE job_id = ? AND status IN"
            + " ('pending', 'waiting', 'running') ORDER BY ordinal LIMIT 1)",
        moment,
        job);
  }
}
