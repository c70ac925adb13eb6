package dev.freehold.registry.platform;

import static dev.freehold.registry.Scene.refused;
import static dev.freehold.registry.Scene.row;
import static dev.freehold.registry.Scene.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.registry.Scene;
import dev.freehold.registry.TestJobs;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class PlatformLifecycleTest {

  @Inject PlatformLifecycle lifecycle;
  @Inject TestJobs jobs;

  private final Scene acme = new Scene();

  // T6 and T7 by an operator
  @Test
  void operatorSuspendsAndRestores() {
    UUID platform = acme.platform("active");

    var suspended = suspend(platform, "abuse");

    assertThat(suspended.status).isEqualTo(PlatformStatus.SUSPENDED);
    assertThat(row(platform)).containsEntry("suspension_reason", "abuse");
    assertThat(row(platform).get("suspended_at")).isNotNull();
    assertThat(
            Owner.rows(
                """
                SELECT payload->>'from' AS f, payload->>'to' AS t, payload->>'reason' AS r,
                  payload->>'triggerType' AS y, payload->>'version' AS v
                FROM core.outbox WHERE platform_id = ?
                """,
                platform))
        .containsExactly(
            Map.of("f", "active", "t", "suspended", "r", "abuse", "y", "operator", "v", "1"));

    var restored = restore(platform);

    assertThat(restored.status).isEqualTo(PlatformStatus.ACTIVE);
    assertThat(row(platform).get("suspended_at")).isNull();
    assertThat(row(platform).get("suspension_reason")).isNull();
    assertThat(jobs.nudged).contains(platform);
    assertThat(Scene.history(platform)).containsExactly("suspended", "active");
    assertThat(Scene.audited(platform)).containsExactly("platform.suspend", "platform.restore");
    assertThat(acme.mails()).containsExactly("platform-suspended", "platform-restored");
  }

  @Test
  void repeatsWriteNothing() {
    UUID platform = acme.platform("active");
    suspend(platform, "abuse");

    var again = suspend(platform, "another word");

    assertThat(again.version).isEqualTo(1);
    assertThat(row(platform)).containsEntry("suspension_reason", "abuse");
    restore(platform);
    restore(platform);
    assertThat(Scene.history(platform)).containsExactly("suspended", "active");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "provisioning"})
  void holdBeforeThePlatformIsReadySetsItsColumnsOnly(String status) {
    UUID platform = acme.platform(status);

    suspend(platform, "abuse");

    assertThat(status(platform)).isEqualTo(status);
    assertThat(row(platform).get("operator_hold_at")).isNotNull();
    assertThat(Scene.history(platform)).isEmpty();
    assertThat(acme.mails()).isEmpty();
  }

  @Test
  void cancelledPlatformIsNotSuspended() {
    UUID platform = acme.platform("cancelled");

    refused("PLATFORM_STATE_CONFLICT", () -> suspend(platform, "abuse"));
  }

  // registry §7.6, the reverse
  @Test
  void restoredByTheOperatorItStaysSuspendedForPayment() {
    UUID platform = acme.platform("suspended");
    suspend(platform, "abuse");

    var still = restore(platform);

    assertThat(still.status).isEqualTo(PlatformStatus.SUSPENDED);
    assertThat(row(platform))
        .containsEntry("operator_hold_at", null)
        .containsEntry("suspension_reason", "payment");
    refused("PAYMENT_HOLD", () -> restore(platform));
    assertThat(Scene.history(platform)).isEmpty();
  }

  @Test
  void restoringReturnsToAPendingCancellation() {
    UUID platform = acme.platform("pending_cancellation");
    suspend(platform, "abuse");

    assertThat(restore(platform).status).isEqualTo(PlatformStatus.PENDING_CANCELLATION);
  }

  // registry §8
  @Test
  void transitionTakesAtMostSixStatements() {
    UUID platform = acme.platform("active");

    int statements =
        acme.asOperator(
            () -> {
              lifecycle.suspend(platform, PlatformGuard.ANY_VERSION, "abuse");
              return Call.current().state().statements();
            });

    assertThat(statements).isLessThanOrEqualTo(6);
  }

  private Platform suspend(UUID platform, String reason) {
    return acme.asOperator(() -> lifecycle.suspend(platform, PlatformGuard.ANY_VERSION, reason));
  }

  private Platform restore(UUID platform) {
    return acme.asOperator(() -> lifecycle.restore(platform, PlatformGuard.ANY_VERSION, null));
  }
}
