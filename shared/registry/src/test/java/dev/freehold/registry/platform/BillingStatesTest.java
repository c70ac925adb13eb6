package dev.freehold.registry.platform;

import static dev.freehold.registry.Scene.atOnce;
import static dev.freehold.registry.Scene.refused;
import static dev.freehold.registry.Scene.row;
import static dev.freehold.registry.Scene.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Ids;
import dev.freehold.registry.Scene;
import dev.freehold.registry.TestJobs;
import dev.freehold.registry.onboarding.BillingEvents;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class BillingStatesTest {

  private static final Instant LATER = Rows.NOW.plus(Duration.ofDays(14));

  @Inject BillingEvents billing;
  @Inject PlatformLifecycle lifecycle;
  @Inject TestJobs jobs;
  @Inject Ids ids;

  private final Scene acme = new Scene();

  @Test
  void tierAndTrialAreBillings() {
    UUID platform = acme.platform("active");

    apply(state(platform, 0).plan("scale").trial(LATER));

    assertThat(row(platform))
        .containsEntry("tier", "scale")
        .containsEntry("subscription_version", 0);
    assertThat(row(platform).get("trial_ends_at")).isNotNull();
    assertThat(Scene.audited(platform)).containsExactly("platform.apply_subscription");
    assertThat(Scene.history(platform)).isEmpty();
  }

  // registry §7.7
  @Test
  void oneMessageTenTimesAtOnceSuspendsOnce() {
    UUID platform = acme.platform("active");
    var state = state(platform, 1).suspended();
    Callable<String> once =
        () -> {
          apply(state);
          return "done";
        };

    atOnce(Collections.nCopies(10, once));

    assertThat(status(platform)).isEqualTo("suspended");
    assertThat(row(platform)).containsEntry("suspension_reason", "payment");
    assertThat(Scene.history(platform)).containsExactly("suspended");
    assertThat(Scene.audited(platform)).containsExactly("platform.suspend");
    assertThat(Scene.messages(platform)).containsExactly("registry.platform.status_changed");
    assertThat(acme.mails()).isEmpty();
  }

  // registry §7.5
  @Test
  void restoredBeforeTheSuspensionItAnswersEndsActive() {
    UUID platform = acme.platform("active");
    var suspended = state(platform, 1).suspended();

    apply(suspended.version(2).paid());
    apply(suspended);

    assertThat(status(platform)).isEqualTo("active");
    assertThat(Scene.history(platform)).isEmpty();
  }

  // registry §7.6
  @Test
  void paidWhileTheOperatorHoldsItStaysSuspended() {
    UUID platform = acme.platform("active");
    var unpaid = state(platform, 1).suspended();
    apply(unpaid);
    acme.asOperator(() -> lifecycle.suspend(platform, PlatformGuard.ANY_VERSION, "abuse"));

    apply(unpaid.version(2).paid());

    assertThat(status(platform)).isEqualTo("suspended");
    assertThat(row(platform))
        .containsEntry("payment_hold_at", null)
        .containsEntry("suspension_reason", "abuse");
    assertThat(Scene.history(platform)).containsExactly("suspended");
  }

  @Test
  void paidItIsActiveAgainAndItsJobsGoOn() {
    UUID platform = acme.platform("active");
    var unpaid = state(platform, 1).suspended();
    apply(unpaid);

    apply(unpaid.version(2).paid());

    assertThat(status(platform)).isEqualTo("active");
    assertThat(row(platform)).containsEntry("suspended_at", null);
    assertThat(jobs.nudged).contains(platform);
    assertThat(Scene.history(platform)).containsExactly("suspended", "active");
  }

  // T8 and T9 by billing
  @Test
  void cancellationIsScheduledAndTakenBack() {
    UUID platform = acme.platform("active");
    var ending = state(platform, 1).ends(LATER);

    apply(ending);
    assertThat(status(platform)).isEqualTo("pending_cancellation");
    assertThat(row(platform).get("cancel_effective_at")).isNotNull();

    apply(ending.version(2).ends(null));
    assertThat(status(platform)).isEqualTo("active");
    assertThat(row(platform))
        .containsEntry("cancellation_requested_at", null)
        .containsEntry("cancel_effective_at", null);
  }

  // registry §7.9, its second half
  @Test
  void renewalBetweenACancellationAndItsConfirmationDoesNotUndoIt() {
    UUID platform = acme.platform("pending_cancellation", "cancellation_intent = 'cancel'");

    apply(state(platform, 1));
    assertThat(status(platform)).isEqualTo("pending_cancellation");
    assertThat(row(platform)).containsEntry("cancellation_intent", "cancel");

    apply(state(platform, 2).ends(LATER));
    assertThat(row(platform)).containsEntry("cancellation_intent", null);
  }

  // T10
  @ParameterizedTest
  @ValueSource(strings = {"active", "pending_cancellation", "suspended"})
  void endOfTheSubscriptionCancels(String status) {
    UUID platform = acme.platform(status);

    apply(state(platform, 1).canceled());

    assertThat(status(platform)).isEqualTo("cancelled");
    assertThat(row(platform).get("delete_after")).isNotNull();
    assertThat(jobs.cancelled).contains(platform);
    assertThat(acme.mails()).containsExactly("platform-cancelled");
  }

  // T3 finds what arrived before
  @Test
  void whatArrivesBeforeThePlatformIsReadySetsColumnsOnly() {
    UUID held = acme.platform("provisioning");
    UUID ended = acme.platform("pending");

    apply(state(held, 1).suspended());
    apply(state(ended, 1).canceled());

    assertThat(status(held)).isEqualTo("provisioning");
    assertThat(row(held).get("payment_hold_at")).isNotNull();
    assertThat(status(ended)).isEqualTo("pending");
    assertThat(row(ended).get("cancel_effective_at")).isNotNull();
  }

  // T11
  @Test
  void newSubscriptionReinstatesUntilSomethingWasTakenDown() {
    UUID platform = acme.platform("active");
    UUID late = acme.platform("active");
    apply(state(platform, 1).canceled());
    apply(state(late, 1).canceled());
    jobs.takenDown.add(late);

    apply(state(platform, 0).plan("scale"));
    apply(state(late, 0).plan("scale"));

    assertThat(status(platform)).isEqualTo("active");
    assertThat(row(platform)).containsEntry("tier", "scale").containsEntry("delete_after", null);
    assertThat(Scene.history(platform)).containsExactly("cancelled", "active");
    assertThat(status(late)).isEqualTo("cancelled");
  }

  @Test
  void laterWordOfTheEndedSubscriptionReinstatesNothing() {
    UUID platform = acme.platform("active");
    var state = state(platform, 1);
    apply(state.canceled());

    apply(state.version(2));

    assertThat(status(platform)).isEqualTo("cancelled");
  }

  @Test
  void deletedPlatformIgnoresEverything() {
    UUID platform = acme.platform("deleted");

    apply(state(platform, 1).suspended());

    assertThat(row(platform)).containsEntry("subscription_id", null);
  }

  // kernel §13.15
  @Test
  void messageOfAnotherOrganizationChangesNothing() {
    UUID platform = new Scene().platform("active");

    refused("NOT_FOUND", () -> acme.asQueue(() -> applied(state(platform, 1).suspended())));
    assertThat(status(platform)).isEqualTo("active");
  }

  private void apply(State state) {
    acme.asQueue(() -> applied(state));
  }

  private boolean applied(State state) {
    billing.apply(UUID.randomUUID(), state.build());
    return true;
  }

  private State state(UUID platform, int version) {
    return new State(ids.next(), platform, version, "growth", "active", null, null, null);
  }

  /** A subscription of a platform, changed step by step. */
  private record State(
      UUID id,
      UUID platform,
      int number,
      String planCode,
      String status,
      @Nullable Instant trialEnd,
      @Nullable Instant suspendedAt,
      @Nullable Instant cancelAt) {

    State version(int next) {
      return new State(id, platform, next, planCode, status, trialEnd, suspendedAt, cancelAt);
    }

    State plan(String code) {
      return new State(id, platform, number, code, status, trialEnd, suspendedAt, cancelAt);
    }

    State trial(Instant end) {
      return new State(id, platform, number, planCode, "trialing", end, suspendedAt, cancelAt);
    }

    State suspended() {
      return new State(id, platform, number, planCode, status, trialEnd, Rows.NOW, cancelAt);
    }

    State paid() {
      return new State(id, platform, number, planCode, status, trialEnd, null, cancelAt);
    }

    State ends(@Nullable Instant at) {
      return new State(id, platform, number, planCode, status, trialEnd, suspendedAt, at);
    }

    State canceled() {
      return new State(id, platform, number, planCode, "canceled", trialEnd, null, null);
    }

    SubscriptionState build() {
      boolean usable = !status.equals("canceled") && suspendedAt == null;
      return new SubscriptionState(
          id,
          number,
          platform,
          planCode,
          status,
          usable,
          trialEnd,
          suspendedAt,
          cancelAt,
          status.equals("canceled") ? Rows.NOW : null);
    }
  }
}
