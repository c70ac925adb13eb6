package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.provisioning.account.RateLimits;
import dev.freehold.provisioning.account.RateLimits.Bucket;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.SimCall;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits and refusals of the provider that are nobody's failure. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class LimitsTest {

  @Inject Scenario scenario;
  @Inject RateLimits limits;
  @Inject Transactions transactions;
  @Inject SettableClock clock;

  @AfterEach
  void clear() {
    scenario.sandbox().faults().clear();
    scenario.cloudflare().setRevoked(CloudflareSimulator.TOKEN, false);
  }

  // provisioning §7.17
  @Test
  void tooManyCallsBlockTheAccountAndSpendNoAttempt() {
    UUID job = scenario.startJob();
    scenario
        .sandbox()
        .faults()
        .add(
            Fault.of("cloudflare", "rate_limit")
                .onCall("POST", "*" + scenario.accountId + "/d1/database")
                .retryAfter(Duration.ofSeconds(7)));
    scenario.deliver();
    Instant refused = clock.instant();
    assertThat(step(job, "create_d1")).isEqualTo("pending 0 1");

    for (int i = 0; i < 6; i++) {
      clock.advance(Duration.ofSeconds(1));
      scenario.nudge(job);
    }

    assertThat(callsSince(refused)).isZero();
    assertThat(scenario.finish(job)).isEqualTo("completed");
    assertThat(step(job, "create_d1")).isEqualTo("succeeded 1 1");
  }

  // provisioning §7.18
  @Test
  void bucketNeverGivesMoreThanTheProviderAllowsInItsWindow() {
    var bucket = new Bucket("test:" + scenario.key, new BigDecimal("3.2"), 240);
    var taken = new ArrayDeque<Instant>();
    int most = 0;
    for (int second = 0; second < 900; second++) {
      for (int wanted = 0; wanted < 12; wanted++) {
        if (inTransaction(bucket, 3)) {
          for (int call = 0; call < 3; call++) {
            taken.add(clock.instant());
          }
        }
      }
      Instant window = clock.instant().minusSeconds(300);
      while (!taken.isEmpty() && !taken.peek().isAfter(window)) {
        taken.remove();
      }
      most = Math.max(most, taken.size());
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(most).isBetween(1100, 1200);
  }

  private boolean inTransaction(Bucket bucket, int calls) {
    return Call.system("test", Scope.operator())
        .supply(() -> transactions.requiresNew(() -> limits.take(bucket, calls)))
        .isEmpty();
  }

  // provisioning §7.27
  @Test
  void refusedTokenBreaksTheAccountOnceAndWorkGoesOnWhenItIsOpenAgain() {
    UUID job = scenario.startJob();
    scenario.nudge(job);
    scenario.nudge(job);
    Instant deadline = deadline(job);
    scenario.cloudflare().setRevoked(CloudflareSimulator.TOKEN, true);

    scenario.deliver();
    for (int i = 0; i < 20; i++) {
      scenario.pass(Duration.ofMinutes(5));
      scenario.deliver();
    }

    assertThat(accountStatus()).isEqualTo("broken");
    assertThat(scenario.status(job)).isEqualTo("running");
    assertThat(Owner.count("SELECT count(*) FROM provisioning.dead_letters WHERE job_id = ?", job))
        .isZero();
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox
                 WHERE type = 'provisioning.cloud_account.broken'
                   AND payload->>'cloudAccountId' = ?
                """,
                scenario.cloudAccount.toString()))
        .isEqualTo(1);

    scenario.cloudflare().setRevoked(CloudflareSimulator.TOKEN, false);
    Owner.update(
        "UPDATE provisioning.cloud_accounts SET status = 'open' WHERE id = ?",
        scenario.cloudAccount);
    scenario.pass(Duration.ofMinutes(1));

    assertThat(deadline(job)).isEqualTo(deadline.plus(Duration.ofMinutes(101)));
    assertThat(scenario.finish(job)).isEqualTo("completed");
    assertThat(scenario.inventory()).isEqualTo(scenario.whole());
    Owner.update(
        "UPDATE provisioning.cloud_accounts SET status = 'closed' WHERE id = ?",
        scenario.cloudAccount);
  }

  // provisioning §5.2: any other 403 is final.
  @Test
  void forbiddenCallWithAGoodTokenIsFinal() {
    UUID job = scenario.startJob();
    scenario
        .sandbox()
        .faults()
        .add(
            Fault.of("cloudflare", "status")
                .onCall("POST", "*" + scenario.accountId + "/d1/database")
                .answering(403));

    assertThat(scenario.finish(job)).isEqualTo("rolled_back");

    assertThat(Scenario.text("SELECT error_code FROM provisioning.jobs WHERE id = ?", job))
        .isEqualTo("PROVIDER_FORBIDDEN");
    assertThat(accountStatus()).isEqualTo("closed");
  }

  private String accountStatus() {
    return Scenario.text(
        "SELECT status FROM provisioning.cloud_accounts WHERE id = ?", scenario.cloudAccount);
  }

  private static Instant deadline(UUID job) {
    Object at = Owner.value("SELECT deadline_at FROM provisioning.jobs WHERE id = ?", job);
    return ((Timestamp) Objects.requireNonNull(at)).toInstant();
  }

  private static String step(UUID job, String kind) {
    return Scenario.text(
        """
        SELECT status || ' ' || attempt || ' ' || deferrals FROM provisioning.steps
         WHERE job_id = ? AND kind = ? ORDER BY ordinal LIMIT 1
        """,
        job,
        kind);
  }

  private long callsSince(Instant time) {
    return scenario.sandbox().calls().stream()
        .filter(call -> call.path().contains(scenario.accountId))
        .map(SimCall::at)
        .filter(at -> at.isAfter(time))
        .count();
  }
}
