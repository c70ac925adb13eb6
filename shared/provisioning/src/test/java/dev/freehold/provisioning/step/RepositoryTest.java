package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our commit in a repository that others push to. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class RepositoryTest {

  private static final String OWNER = GitHubSimulator.OWNER;

  @Inject Scenario scenario;
  @Inject StepRunner runner;
  @Inject SettableClock clock;

  @AfterEach
  void clearFaults() {
    scenario.sandbox().faults().clear();
  }

  @Test
  void filesOfEachEnvironmentAreOnItsBranch() {
    UUID job = scenario.startJob();

    scenario.finish(job);

    assertThat(file("main", "src/config/env.config.ts"))
        .contains("\"environment\" : \"production\"", scenario.key);
    assertThat(file("staging", "src/config/env.config.ts")).contains("\"staging\"");
    assertThat(file("main", "src/config/features.config.ts")).contains("\"auth\"", "\"1.0.0\"");
    assertThat(file("staging", "src/config/auth.config.ts"))
        .contains("https://auth.svc.stg.default." + scenario.key);
    assertThat(file("main", "package.json"))
        .contains("\"@freehold/auth\" : \"1.0.0\"", "\"react\" : \"19.0.0\"");
    assertThat(scenario.github().message(head("main")).orElseThrow())
        .contains("Freehold-Job: " + job);
  }

  // provisioning §7.24
  @Test
  void renderedFilesThatAreThereMakeNoSecondCommit() {
    UUID job = scenario.startJob();
    Claim claim = claimOf(job, "commit_config");
    asQueue(() -> runner.act(claim));
    String ours = head("main");

    clock.advance(Duration.ofSeconds(91));
    scenario.finish(job);

    assertThat(head("main")).isEqualTo(ours);
    assertThat(scenario.inventory()).isEqualTo(scenario.whole());
  }

  // provisioning §7.23
  @Test
  void pushBetweenReadingAndWritingIsKeptBelowOurCommit() {
    UUID job = scenario.startJob();
    Claim claim = claimOf(job, "commit_config");
    String before = head("main");
    scenario
        .sandbox()
        .faults()
        .add(
            Fault.of("github", "delay")
                .onCall("POST", "*" + scenario.key + "-console/git/trees")
                .delayedBy(Duration.ofSeconds(2)));
    var push =
        CompletableFuture.supplyAsync(
            () -> {
              // Long after our reading, long before our writing.
              CompletableFuture.runAsync(
                      () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                  .join();
              return scenario.github().push(OWNER, repository(), "main", "NOTES.md", "Hi\n");
            });

    StepResult result = asQueue(() -> runner.act(claim));

    assertThat(result).isInstanceOf(StepResult.Done.class);
    assertThat(push.join()).isNotEqualTo(before);
    assertThat(file("main", "NOTES.md")).isEqualTo("Hi\n");
    assertThat(file("main", "src/config/env.config.ts")).contains(scenario.key);
  }

  private Claim claimOf(UUID job, String kind) {
    for (int i = 0; i < 200; i++) {
      if (current(job).equals(kind)) {
        return asQueue(() -> runner.claim(job)).orElseThrow();
      }
      scenario.nudge(job);
      if (current(job).equals("create_repo")) {
        scenario.pass(Duration.ofSeconds(6));
      }
    }
    throw new IllegalStateException("no " + kind + " in " + scenario.steps(job));
  }

  private static String current(UUID job) {
    return Scenario.text(
        """
        SELECT kind FROM provisioning.steps
         WHERE job_id = ? AND status IN ('pending', 'running', 'waiting') ORDER BY ordinal LIMIT 1
        """,
        job);
  }

  private String repository() {
    return scenario.key + "-console";
  }

  private String head(String branch) {
    return scenario.github().head(OWNER, repository(), branch).orElseThrow();
  }

  private String file(String branch, String path) {
    return scenario.github().file(OWNER, repository(), branch, path).orElseThrow();
  }

  private <T> T asQueue(Supplier<T> work) {
    return Call.system("provisioning-run-step", Scope.tenant(scenario.organization)).supply(work);
  }
}
