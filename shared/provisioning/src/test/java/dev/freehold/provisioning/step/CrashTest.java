package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.sandbox.Fault;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The function is killed at one point of every step of a job, in turn. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class CrashTest {

  private static final Duration LEASE = Duration.ofSeconds(91);

  @Inject Scenario scenario;
  @Inject StepRunner runner;
  @Inject SettableClock clock;

  @AfterEach
  void clearFaults() {
    scenario.sandbox().faults().clear();
  }

  // provisioning §7.2
  @Test
  void killedAfterTheClaimOfEveryStep() {
    UUID job = scenario.startJob();

    crashAtEveryStep(job, claim -> {});

    wholeAndOnce(job);
    assertThat(attempts(job)).contains(2);
  }

  // provisioning §7.4
  @Test
  void killedAfterTheProviderHasDoneEveryStep() {
    UUID job = scenario.startJob();

    crashAtEveryStep(job, claim -> runner.act(claim));

    wholeAndOnce(job);
    assertThat(attempts(job)).contains(2);
  }

  // provisioning §7.3
  @Test
  void answerOfEveryCallThatChangesSomethingIsLostOnce() {
    UUID job = scenario.startJob();
    for (String method : new String[] {"POST", "PUT", "PATCH"}) {
      for (String service : new String[] {"cloudflare", "github"}) {
        scenario
            .sandbox()
            .faults()
            .add(
                Fault.of(service, "drop_answer")
                    .onCall(method, "*" + scenario.key + "*")
                    .counting(1, 1));
      }
    }
    for (String made : new String[] {"d1/database", "storage/kv/namespaces", "pages/projects"}) {
      scenario
          .sandbox()
          .faults()
          .add(
              Fault.of("cloudflare", "drop_answer")
                  .onCall("POST", "*" + scenario.accountId + "/" + made));
    }

    assertThat(scenario.finish(job)).isEqualTo("completed");

    wholeAndOnce(job);
    assertThat(attempts(job)).contains(2);
  }

  // provisioning §7.1, §7.5, §7.6
  @Test
  void nudgeIsLostAfterTheRecordOfEveryStepAndThenComesTwice() {
    UUID job = scenario.startJob();

    for (int i = 0; i < 300 && !scenario.isEnded(job); i++) {
      scenario.nudge(job);
      scenario.nudge(job);
      scenario.loseNudges();
      clock.advance(Duration.ofSeconds(20));
      scenario.sandbox().actAt(clock.instant());
    }

    wholeAndOnce(job);
    assertThat(attempts(job)).doesNotContain(2);
  }

  // provisioning §7.7
  @Test
  void tenFunctionsAtOnceSpendOneAttemptAndMakeOneObject() throws Exception {
    UUID job = scenario.startJob();
    try (var functions = Executors.newFixedThreadPool(10)) {
      for (int round = 0; round < 80 && !scenario.isEnded(job); round++) {
        for (int i = 0; i < 10; i++) {
          functions.submit(() -> scenario.nudge(job));
        }
        scenario.deliver();
        if (round % 4 == 3) {
          scenario.pass(Duration.ofSeconds(20));
        }
      }
    }

    scenario.finish(job);

    wholeAndOnce(job);
    assertThat(attempts(job)).containsOnly(1);
  }

  // provisioning §7.14
  @Test
  void recordOfALeaseThatWasTakenOverChangesNothing() {
    UUID job = scenario.startJob();
    while (!current(job).startsWith("create_d1")) {
      scenario.nudge(job);
    }
    Claim stale = claim(job).orElseThrow();
    clock.advance(LEASE);
    Claim fresh = claim(job).orElseThrow();

    boolean late = asQueue(() -> runner.record(stale, runner.act(stale)));

    assertThat(late).isFalse();
    assertThat(current(job)).isEqualTo("create_d1 running");
    assertThat(fresh.token()).isGreaterThan(stale.token());
    assertThat(asQueue(() -> runner.record(fresh, runner.act(fresh)))).isTrue();
    scenario.finish(job);
    wholeAndOnce(job);
  }

  private interface Crash {
    void after(Claim claim);
  }

  private void crashAtEveryStep(UUID job, Crash crash) {
    Set<UUID> crashed = new HashSet<>();
    for (int i = 0; i < 400 && !scenario.isEnded(job); i++) {
      Optional<Claim> claim = claim(job);
      if (claim.isEmpty()) {
        scenario.pass(Duration.ofSeconds(20));
      } else if (crashed.add(claim.get().work().step().id())) {
        asQueue(
            () -> {
              crash.after(claim.get());
              return true;
            });
        clock.advance(LEASE);
        // Thirty dead functions take longer than a job may; that is another test's.
        Owner.update(
            "UPDATE provisioning.jobs SET deadline_at = ? WHERE id = ?",
            clock.instant().plus(Duration.ofMinutes(45)),
            job);
      } else {
        asQueue(() -> runner.record(claim.get(), runner.act(claim.get())));
      }
    }
  }

  private Optional<Claim> claim(UUID job) {
    return asQueue(() -> runner.claim(job));
  }

  private <T> T asQueue(Supplier<T> work) {
    return Call.system("provisioning-run-step", Scope.tenant(scenario.organization)).supply(work);
  }

  private String current(UUID job) {
    return Scenario.text(
        """
        SELECT kind || ' ' || status FROM provisioning.steps
         WHERE job_id = ? AND status IN ('pending', 'running', 'waiting') ORDER BY ordinal LIMIT 1
        """,
        job);
  }

  private List<Object> attempts(UUID job) {
    return Owner.rows("SELECT DISTINCT attempt FROM provisioning.steps WHERE job_id = ?", job)
        .stream()
        .map(row -> Objects.requireNonNull(row.get("attempt")))
        .toList();
  }

  private void wholeAndOnce(UUID job) {
    assertThat(scenario.status(job)).as("%s", scenario.steps(job)).isEqualTo("completed");
    assertThat(scenario.inventory()).isEqualTo(scenario.whole());
    assertThat(
            Owner.count(
                "SELECT count(*) FROM registry.resources"
                    + " WHERE platform_id = ? AND status = 'active'",
                scenario.platform))
        .isEqualTo(8);
    assertThat(scenario.platformStatus()).isEqualTo("active");
  }
}
