package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.provisioning.deadletter.ReplayMode;
import dev.freehold.provisioning.replay.DeadLetters;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Faults;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job that fails is undone: the provider is as before, and an operator is told. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class RollbackTest {

  @Inject Scenario scenario;
  @Inject StepRunner runner;
  @Inject DeadLetters letters;
  @Inject SettableClock clock;

  @AfterEach
  void clearFaults() {
    scenario.sandbox().faults().clear();
  }

  // provisioning §7.10
  @Test
  void stepThatFailsEightTimesIsRolledBackInReverse() {
    UUID job = scenario.startJob();
    breakBuilds();

    assertThat(scenario.finish(job)).isEqualTo("rolled_back");

    assertThat(scenario.inventory()).isEmpty();
    assertThat(scenario.platformStatus()).isEqualTo("pending");
    assertThat(
            Owner.rows(
                """
                SELECT kind FROM provisioning.steps WHERE job_id = ? AND compensated_at IS NOT NULL
                   AND compensation_attempt > 0 ORDER BY compensated_at, ordinal DESC
                """,
                job))
        .extracting(row -> row.get("kind"))
        .first()
        .isEqualTo("attach_pages_domain");
    assertThat(
            Owner.rows(
                "SELECT phase, code, attempts, status FROM provisioning.dead_letters WHERE job_id = ?",
                job))
        .extracting(row -> row.values().toString())
        .containsExactly("[forward, PROVIDER_5XX, 8, open]");
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox
                 WHERE platform_id = ? AND type = 'provisioning.dead_letter.opened'
                """,
                scenario.platform))
        .isEqualTo(1);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM registry.resources"
                    + " WHERE platform_id = ? AND deleted_at IS NULL",
                scenario.platform))
        .isZero();
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.mail_messages WHERE template = 'job-failed'"
                    + " AND user_id = ?",
                scenario.user))
        .isEqualTo(1);
  }

  // provisioning §7.12
  @Test
  void objectWhoseAnswerWasLostIsRemovedAllTheSame() {
    UUID job = scenario.startJob();
    String path = "*" + scenario.accountId + "/d1/database";
    faults().add(Fault.of("cloudflare", "drop_answer").onCall("POST", path));
    faults()
        .add(Fault.of("cloudflare", "status").onCall("GET", path).counting(1, 7).answering(503));

    assertThat(scenario.finish(job)).isEqualTo("rolled_back");

    assertThat(scenario.inventory()).isEmpty();
  }

  // provisioning §7.2, §7.4 in the other direction
  @Test
  void killedBeforeAndAfterEveryUndoing() {
    UUID job = scenario.startJob();
    breakBuilds();
    while (!scenario.status(job).equals("rolling_back")) {
      scenario.nudge(job);
      scenario.pass(Duration.ofSeconds(30));
    }

    Set<UUID> once = new HashSet<>();
    Set<UUID> twice = new HashSet<>();
    for (int i = 0; i < 400 && !scenario.isEnded(job); i++) {
      Optional<Claim> claim = asQueue(() -> runner.claim(job));
      if (claim.isEmpty()) {
        scenario.pass(Duration.ofSeconds(60));
        continue;
      }
      UUID step = claim.get().work().step().id();
      if (once.add(step)) {
        clock.advance(Duration.ofSeconds(91));
      } else if (twice.add(step)) {
        asQueue(() -> runner.act(claim.get()));
        clock.advance(Duration.ofSeconds(91));
      } else {
        asQueue(() -> runner.record(claim.get(), runner.act(claim.get())));
      }
    }

    assertThat(scenario.status(job)).as("%s", scenario.steps(job)).isEqualTo("rolled_back");
    assertThat(scenario.inventory()).isEmpty();
  }

  // provisioning §7.11, §7.29
  @Test
  void compensationThatIsExhaustedCallsAnOperatorWhoseReplayFinishesIt() {
    UUID job = scenario.startJob();
    breakBuilds();
    faults()
        .add(
            Fault.of("cloudflare", "status")
                .onCall("DELETE", "*" + scenario.accountId + "/pages/*")
                .counting(1, 1000)
                .answering(503));

    assertThat(scenario.finish(job)).isEqualTo("failed");

    assertThat(scenario.inventory()).isNotEmpty();
    UUID letter =
        UUID.fromString(
            Scenario.text("SELECT id FROM provisioning.dead_letters WHERE job_id = ?", job));
    assertThat(
            Scenario.text(
                "SELECT phase || ' ' || attempts FROM provisioning.dead_letters WHERE id = ?",
                letter))
        .isEqualTo("rollback 12");
    assertThat(Scenario.text("SELECT rollback_error FROM provisioning.jobs WHERE id = ?", job))
        .contains("503");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM registry.resources"
                    + " WHERE platform_id = ? AND status = 'failed'",
                scenario.platform))
        .isEqualTo(8);
    assertThat(asOperator(() -> letters.get(letter).modes()))
        .contains(ReplayMode.ROLLBACK)
        .doesNotContain(ReplayMode.RESTART);

    faults().clear();
    asOperator(() -> letters.replay(letter, ReplayMode.ROLLBACK, "the provider is back"));

    assertThat(scenario.finish(job)).isEqualTo("rolled_back");
    assertThat(scenario.inventory()).isEmpty();
    assertThatThrownBy(() -> asOperator(() -> letters.replay(letter, ReplayMode.ROLLBACK, null)))
        .isInstanceOf(Refusal.class)
        .extracting(refusal -> ((Refusal) refusal).code())
        .isEqualTo("NOT_OPEN");
  }

  @Test
  void restartOfARolledBackJobIsANewOneThatClosesTheLetter() {
    UUID job = scenario.startJob();
    UUID session = sessionOf(job);
    breakBuilds();
    scenario.finish(job);
    assertThat(session(session)).isEqualTo("failed " + job + " provision_infra");
    faults().clear();
    UUID letter =
        UUID.fromString(
            Scenario.text("SELECT id FROM provisioning.dead_letters WHERE job_id = ?", job));
    assertThat(asOperator(() -> letters.get(letter).modes())).containsExactly(ReplayMode.RESTART);
    assertThatThrownBy(() -> asOperator(() -> letters.replay(letter, ReplayMode.RESUME, null)))
        .extracting(refusal -> ((Refusal) refusal).code())
        .isEqualTo("MODE_NOT_POSSIBLE");

    UUID again = asOperator(() -> letters.replay(letter, ReplayMode.RESTART, null));

    assertThat(again).isNotEqualTo(job);
    assertThat(session(session)).isEqualTo("in_progress " + again + " provision_infra");
    assertThat(scenario.finish(again)).isEqualTo("completed");
    assertThat(session(session)).isEqualTo("completed " + again + " none");
    assertThat(scenario.inventory()).isEqualTo(scenario.whole());
    assertThat(Scenario.text("SELECT replay_of FROM provisioning.jobs WHERE id = ?", again))
        .isEqualTo(job.toString());
    assertThat(asOperator(() -> letters.get(letter).status())).isEqualTo("replayed");
  }

  // provisioning §7.13
  @Test
  void objectFromBeforeTheJobSurvivesItsRollback() {
    UUID first = scenario.startJob();
    scenario.finish(first);
    // The platform is set up anew on what it has, as after a lost database of jobs.
    Owner.update(
        "UPDATE registry.platforms SET status = 'pending' WHERE id = ?", scenario.platform);
    scenario.cloudflare().setBuildsFail(scenario.key + "-default-console", true);
    UUID second = scenario.startJob();
    faults()
        .add(
            Fault.of("cloudflare", "status")
                .onCall("GET", "*" + scenario.accountId + "/workers/scripts/*")
                .counting(1, 1000)
                .answering(500));

    assertThat(scenario.finish(second)).isEqualTo("rolled_back");

    assertThat(scenario.inventory())
        .contains("d1 " + scenario.key + "-default-auth-db")
        .contains("worker " + scenario.key + "-default-auth");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM registry.resources"
                    + " WHERE platform_id = ? AND status = 'active'",
                scenario.platform))
        .isEqualTo(8);
  }

  // provisioning §7.15
  @Test
  void deadlineWhileAStepIsHeldRollsBackAfterIt() {
    UUID job = scenario.startJob();
    scenario.nudge(job);
    scenario.nudge(job);
    Claim held = asQueue(() -> runner.claim(job)).orElseThrow();
    Owner.update(
        "UPDATE provisioning.jobs SET deadline_at = ? WHERE id = ?",
        clock.instant().plusSeconds(1),
        job);
    clock.advance(Duration.ofSeconds(2));

    scenario.sweep();
    scenario.deliver();

    assertThat(scenario.status(job)).isEqualTo("running");
    assertThat(asQueue(() -> runner.record(held, runner.act(held)))).isTrue();
    assertThat(scenario.finish(job)).isEqualTo("rolled_back");
    assertThat(Scenario.text("SELECT failure_kind FROM provisioning.jobs WHERE id = ?", job))
        .isEqualTo("timed_out");
    assertThat(scenario.inventory()).isEmpty();
  }

  /** An onboarding session that waits for the job. */
  private UUID sessionOf(UUID job) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO registry.onboarding_sessions (id, organization_id, platform_id, user_id, status,
            steps, current_step, tier, provision_job_id, resume_count, metadata, started_at,
            expires_at, version, created_at, updated_at)
        SELECT ?, j.organization_id, j.platform_id, ?, 'in_progress',
               (SELECT jsonb_agg(jsonb_build_object('name', name, 'status',
                           CASE name WHEN 'create_platform' THEN 'completed' ELSE 'pending' END,
                           'startedAt', NULL, 'completedAt', NULL, 'error', NULL) ORDER BY at)
                  FROM unnest(ARRAY['create_platform', 'provision_infra', 'setup_repo',
                                    'deploy_services', 'verify']) WITH ORDINALITY AS s (name, at)),
               'provision_infra', 'starter', j.id, 0,
               '{"billingEmail":"ap@acme.test","environments":["production","staging"]}',
               j.created_at, j.created_at + interval '3 days', 0, j.created_at, j.created_at
          FROM provisioning.jobs j WHERE j.id = ?
        """,
        id,
        scenario.user,
        job);
    return id;
  }

  private static String session(UUID id) {
    return Scenario.text(
        """
        SELECT status || ' ' || provision_job_id || ' ' || coalesce(current_step, 'none')
          FROM registry.onboarding_sessions WHERE id = ?
        """,
        id);
  }

  private Faults faults() {
    return scenario.sandbox().faults();
  }

  /** The last thing of a job that creates something fails, whatever is tried. */
  private void breakBuilds() {
    faults()
        .add(
            Fault.of("cloudflare", "status")
                .onCall("GET", "*" + scenario.accountId + "/pages/*/deployments*")
                .counting(1, 1000)
                .answering(503));
  }

  private <T> T asQueue(Supplier<T> work) {
    return Call.system("provisioning-run-step", Scope.tenant(scenario.organization)).supply(work);
  }

  private static <T> T asOperator(Supplier<T> work) {
    return Call.system("provisioning-replay-dead-letter", Scope.operator()).supply(work);
  }
}
