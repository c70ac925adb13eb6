package dev.freehold.provisioning.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.registry.Environment;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class JobServiceTest {

  @Inject Scenario scenario;
  @Inject JobService service;
  @Inject Transactions transactions;
  @Inject SettableClock clock;
  @Inject Ids ids;

  @Test
  void jobIsMadeWithItsStepsItsNudgeAndItsAuditInFewStatements() {
    Call call = Call.system("test", Scope.tenant(scenario.organization, scenario.user));
    UUID job = scenario.startJob();

    JobService.View view = call.supply(() -> service.get(job));

    assertThat(view.job().status()).isEqualTo(JobStatus.PENDING);
    assertThat(view.steps()).hasSize(32).allMatch(step -> step.status() == StepStatus.PENDING);
    // provisioning §8: get-job takes two statements; the letter is the third.
    assertThat(call.state().statements()).isEqualTo(3);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.audit_log"
                    + " WHERE action = 'job.create' AND entity_id = ?",
                job.toString()))
        .isEqualTo(1);
  }

  @Test
  void otherPayloadForTheSameTargetIsRefusedWithTheJobUnderWay() {
    UUID job = scenario.startJob();

    assertThatThrownBy(() -> scenario.startJob(List.of(Environment.PRODUCTION)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo("JOB_IN_PROGRESS");
              assertThat(refusal.members()).containsEntry("jobId", job);
            });
  }

  @Test
  void withoutRoomOnAnyAccountThereIsNoJob() {
    Owner.update(
        "UPDATE registry.platforms SET cloud_account_id = NULL WHERE id = ?", scenario.platform);

    refused("NO_CLOUD_CAPACITY", scenario::startJob);

    assertThat(
            Owner.count(
                "SELECT count(*) FROM provisioning.jobs WHERE platform_id = ?", scenario.platform))
        .isZero();
  }

  @Test
  void firstJobTakesTheOpenAccountWithTheFewestPlatforms() {
    Owner.update(
        "UPDATE registry.platforms SET cloud_account_id = NULL WHERE id = ?", scenario.platform);
    Owner.update(
        """
        UPDATE provisioning.cloud_accounts
           SET status = 'open', platforms_count = 0, capacity_platforms = 1 WHERE id = ?
        """,
        scenario.cloudAccount);

    scenario.startJob();

    assertThat(
            Scenario.text(
                "SELECT cloud_account_id FROM registry.platforms WHERE id = ?", scenario.platform))
        .isEqualTo(scenario.cloudAccount.toString());
    assertThat(
            Scenario.text(
                "SELECT status || platforms_count FROM provisioning.cloud_accounts WHERE id = ?",
                scenario.cloudAccount))
        .isEqualTo("full1");
  }

  @Test
  void jobOfAnotherOrganizationIsNotThere() {
    UUID job = scenario.startJob();
    UUID stranger = Rows.organization(Rows.user());

    refused("NOT_FOUND", () -> in(Scope.tenant(stranger), () -> service.get(job)));
    refused("NOT_FOUND", () -> in(Scope.none(), () -> service.get(job)));
    assertThat(in(Scope.operator(), () -> service.get(job)).job().id()).isEqualTo(job);
  }

  // provisioning §7.19
  @Test
  void secondJobOfAPlatformWaitsForTheOlderOne() {
    UUID first = scenario.startJob();
    UUID second = ids.next();
    Owner.update(
        """
        INSERT INTO provisioning.jobs (id, organization_id, platform_id, type, payload, status,
            dedup_key, requested_by_type, requested_by, created_at, updated_at, version)
        SELECT ?, organization_id, platform_id, type, payload, 'pending', 'other', 'system', 'test',
               created_at + interval '1 s', updated_at, 0 FROM provisioning.jobs WHERE id = ?
        """,
        second,
        first);

    scenario.nudge(second);
    assertThat(scenario.status(second)).isEqualTo("pending");
    scenario.nudge(first);
    scenario.nudge(second);

    assertThat(scenario.status(first)).isEqualTo("running");
    assertThat(scenario.status(second)).isEqualTo("pending");
    scenario.finish(first);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox
                 WHERE type = 'provisioning-run-step' AND payload->>'jobId' = ?
                """,
                second.toString()))
        .isPositive();
  }

  // provisioning §4.1, J7
  @Test
  void jobThatWaitedADayIsTimedOutWithALetter() {
    UUID job = scenario.startJob();
    Owner.update(
        "UPDATE registry.platforms SET status = 'cancelled', cancelled_at = now() WHERE id = ?",
        scenario.platform);
    scenario.nudge(job);
    assertThat(scenario.status(job)).isEqualTo("pending");
    scenario.loseNudges();

    scenario.pass(Duration.ofHours(24));
    scenario.deliver();

    assertThat(scenario.status(job)).isEqualTo("timed_out");
    assertThat(Scenario.text("SELECT code FROM provisioning.dead_letters WHERE job_id = ?", job))
        .isEqualTo("PENDING_TIMEOUT");
  }

  // provisioning §4.1, J6
  @Test
  void pendingJobOfACancelledPlatformIsCancelled() {
    UUID job = scenario.startJob();

    scenario.asTenant(
        () -> {
          service.cancelPending(scenario.platform, "gone");
          return true;
        });

    assertThat(scenario.status(job)).isEqualTo("cancelled");
    assertThat(scenario.steps(job)).extracting(step -> step.get("status")).containsOnly("skipped");
    assertThat(scenario.nudge(job)).isFalse();
  }

  private <T> T in(Scope scope, Supplier<T> work) {
    return Call.system("test", scope).supply(work);
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
