package dev.freehold.provisioning.ssl;

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
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class SslPollerTest {

  @Inject Scenario scenario;
  @Inject SslPoller poller;
  @Inject SettableClock clock;

  @BeforeEach
  void provision() {
    scenario.finish(scenario.startJob());
  }

  @AfterEach
  void clearFaults() {
    scenario.sandbox().faults().clear();
  }

  @Test
  void everyHostnameOfAPlatformBecomesActive() {
    assertThat(statuses()).isEqualTo("pending 4");

    poll(Duration.ofMinutes(16));

    assertThat(statuses()).isEqualTo("active 4");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM registry.dns_records"
                    + " WHERE platform_id = ? AND next_check_at IS NOT NULL",
                scenario.platform))
        .isZero();
  }

  // registry §7.14
  @Test
  void providerThatIsDownForAnHourFailsNoHostname() {
    scenario
        .sandbox()
        .faults()
        .add(Fault.of("cloudflare", "status").counting(1, 10_000).answering(503));
    for (int i = 0; i < 5; i++) {
      poll(Duration.ofMinutes(16));
    }
    assertThat(statuses()).isEqualTo("pending 4");

    scenario.sandbox().faults().clear();
    poll(Duration.ofMinutes(16));

    assertThat(statuses()).isEqualTo("active 4");
  }

  @Test
  void hostnameThatTheProviderBlockedHasFailed() {
    String hostname = "auth.svc.default." + scenario.key + "." + scenario.key + ".test";
    scenario.cloudflare().forceHostname(hostname, "blocked");

    poll(Duration.ofMinutes(16));

    assertThat(
            Scenario.text("SELECT status FROM registry.dns_records WHERE hostname = ?", hostname))
        .isEqualTo("failed");
    assertThat(
            Scenario.text(
                "SELECT last_error FROM registry.dns_records WHERE hostname = ?", hostname))
        .contains("blocked");
  }

  @Test
  void pollSaysWhenTheNextHostnameIsDue() {
    Instant soon = clock.instant().plusMillis(1);
    Owner.update(
        "UPDATE registry.dns_records SET next_check_at = ? WHERE platform_id = ?",
        soon,
        scenario.platform);

    assertThat(
            Call.system("provisioning-poll-ssl", Scope.operator()).supply(poller::poll).nextDueAt())
        .isEqualTo(soon);
  }

  private void poll(Duration later) {
    clock.advance(later);
    scenario.sandbox().actAt(clock.instant());
    Call.system("provisioning-poll-ssl", Scope.operator()).supply(poller::poll);
  }

  private String statuses() {
    return Scenario.text(
        """
        SELECT string_agg(DISTINCT status, ',') || ' ' || count(*)
          FROM registry.dns_records WHERE platform_id = ?
        """,
        scenario.platform);
  }
}
