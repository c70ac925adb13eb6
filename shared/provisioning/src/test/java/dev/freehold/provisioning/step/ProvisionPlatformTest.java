package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class ProvisionPlatformTest {

  @Inject Scenario scenario;
  @Inject SettableClock clock;

  @Test
  void platformBecomesActiveWithEveryObjectOnce() {
    UUID job = scenario.startJob();

    assertThat(scenario.finish(job)).isEqualTo("completed");

    assertThat(scenario.platformStatus()).isEqualTo("active");
    assertThat(scenario.inventory()).isEqualTo(scenario.whole());
    assertThat(scenario.steps(job))
        .extracting(step -> step.get("status"))
        .containsOnly("succeeded");
    assertThat(scenario.sandbox().unknownCalls()).isEmpty();
  }

  @Test
  void registryHasOneRowForEachObject() {
    UUID job = scenario.startJob();

    scenario.finish(job);

    assertThat(
            Owner.rows(
                """
                SELECT resource_type, service_name, environment, status
                  FROM registry.resources WHERE platform_id = ? AND cloud_id IS NOT NULL
                   AND feature_activation_id IS NOT NULL = (service_name = 'auth')
                 ORDER BY 1, 2, 3
                """,
                scenario.platform))
        .extracting(row -> row.values().toString())
        .containsExactly(
            "[d1, auth, production, active]",
            "[d1, auth, staging, active]",
            "[kv, auth, production, active]",
            "[kv, auth, staging, active]",
            "[pages, console, production, active]",
            "[pages, console, staging, active]",
            "[worker, auth, production, active]",
            "[worker, auth, staging, active]");
    assertThat(
            Owner.rows(
                "SELECT secret_name, status, source FROM registry.secrets WHERE platform_id = ?",
                scenario.platform))
        .extracting(row -> row.values().toString())
        .containsExactlyInAnyOrder(
            "[SESSION_SECRET, set, generated]",
            "[SESSION_SECRET, set, generated]",
            "[SMTP_PASSWORD, missing, provided]",
            "[SMTP_PASSWORD, missing, provided]");
    assertThat(
            Owner.rows(
                "SELECT environment, build_status FROM registry.platform_build_state"
                    + " WHERE platform_id = ? ORDER BY 1",
                scenario.platform))
        .containsExactly(
            Map.of("environment", "production", "build_status", "success"),
            Map.of("environment", "staging", "build_status", "success"));
  }

  // provisioning §7.30
  @Test
  void noSecretsValueIsAnywhereInTheDatabase() {
    UUID job = scenario.startJob();

    scenario.finish(job);

    String worker = scenario.key + "-default-auth";
    assertThat(
            scenario.cloudflare().secretFingerprint(scenario.accountId, worker, "SESSION_SECRET"))
        .isPresent();
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM provisioning.steps WHERE job_id = ?
                   AND (input::text || coalesce(output::text, '')) ~ '[A-Za-z0-9_-]{43}'
                """,
                job))
        .isZero();
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.outbox WHERE platform_id = ?"
                    + " AND payload::text ~ '[A-Za-z0-9_-]{43}'",
                scenario.platform))
        .isZero();
  }

  // provisioning §7.19, first half
  @Test
  void sameRequestAgainIsTheSameJob() {
    UUID first = scenario.startJob();

    assertThat(scenario.startJob()).isEqualTo(first);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM provisioning.jobs WHERE platform_id = ?", scenario.platform))
        .isEqualTo(1);
  }

  // provisioning §7.9
  @Test
  void sweepFinishesTheJobWhenTheQueueLosesEveryMessage() {
    UUID job = scenario.startJob();

    for (int i = 0; i < 200 && !scenario.isEnded(job); i++) {
      scenario.loseNudges();
      scenario.pass(Duration.ofSeconds(61));
      // The sweep's own nudge is the only one that arrives.
      scenario.deliverOne();
    }

    assertThat(scenario.status(job)).isEqualTo("completed");
    assertThat(scenario.inventory()).isEqualTo(scenario.whole());
  }

  // provisioning §7.7
  @Test
  void sameMessageTwentyTimesSpendsOneAttempt() {
    UUID job = scenario.startJob();
    scenario.nudge(job);

    for (int i = 0; i < 20; i++) {
      scenario.nudge(job);
    }
    scenario.finish(job);

    assertThat(scenario.steps(job))
        .filteredOn(step -> !"wait_build".equals(step.get("kind")))
        .extracting(step -> step.get("attempt"))
        .containsOnly(1);
    assertThat(scenario.inventory()).isEqualTo(scenario.whole());
  }
}
