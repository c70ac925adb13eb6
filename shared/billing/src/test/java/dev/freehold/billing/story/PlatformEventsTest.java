package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.billing.subscription.IdentityEvents;
import dev.freehold.billing.subscription.PlatformSubscriptions;
import dev.freehold.kernel.Refusal;
import dev.freehold.registry.PlanLimits;
import dev.freehold.registry.PlanLimits.Governed;
import dev.freehold.registry.PlanLimits.Limits;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the registry's and identity's messages do to subscriptions. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class PlatformEventsTest {

  @Inject Story story;
  @Inject PlatformSubscriptions platforms;
  @Inject IdentityEvents identities;
  @Inject PlanLimits limits;
  @Inject SettableClock clock;

  @Test
  void aNewPlatformBeginsItsTrialOnce() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.run(organization, () -> platforms.begin(organization, platform, "growth", null));

    var row = story.subscription(platform);
    assertThat(row).containsEntry("status", "trialing").containsEntry("amount", 4900L);
    var start = ((Timestamp) row.get("trial_start")).toInstant();
    assertThat(((Timestamp) row.get("trial_end")).toInstant())
        .isEqualTo(start.plus(Duration.ofDays(14)))
        .isEqualTo(((Timestamp) row.get("billing_anchor")).toInstant());
    assertThat(story.told(organization)).containsExactly("billing.subscription.created");
    assertThat(
            Owner.value(
                """
                SELECT (payload->>'status') || (payload->>'planCode') || (payload->>'version')
                FROM core.outbox WHERE organization_id = ?
                """,
                organization))
        .isEqualTo("trialingstarter0");
  }

  @Test
  void aSecondPlatformHasNoTrialAndWaitsSuspended() {
    var organization = story.organization();
    story.startedPlatform(organization);
    var second = story.startedPlatform(organization);

    var row = story.subscription(second);
    assertThat(row).containsEntry("status", "paused");
    assertThat(row.get("suspended_at")).isNotNull();
    assertThat(story.told(organization))
        .containsExactly(
            "billing.subscription.created",
            "billing.subscription.created",
            "billing.subscription.suspended");
  }

  @Test
  void aCheckoutLiftsTheSuspensionOfTheOneThatWaited() {
    var organization = story.organization();
    story.startedPlatform(organization);
    var second = story.startedPlatform(organization);
    story.newEvents();
    story.pay(story.checkout(organization, Story.GROWTH, second));
    story.processAll(story.newEvents());

    var row = story.subscription(second);
    assertThat(row).containsEntry("status", "active").containsEntry("amount", 19900L);
    assertThat(row.get("suspended_at")).isNull();
  }

  @Test
  void aTierWithoutAPlanIsRefused() {
    var organization = story.organization();
    var platform = story.platform(organization);

    var refused =
        catchThrowableOfType(
            Refusal.class,
            () ->
                story.run(
                    organization, () -> platforms.begin(organization, platform, "gold", null)));

    assertThat(refused.code()).isEqualTo("PLAN_NOT_SOLD");
  }

  @Test
  void anEndIsScheduledUndoneAndToldAgainWhenAskedAgain() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);

    story.run(organization, () -> platforms.cancel(organization, platform, false, "too dear"));
    var scheduled = story.subscription(platform);
    story.run(organization, () -> platforms.cancel(organization, platform, false, "too dear"));
    var again = story.subscription(platform);
    story.run(organization, () -> platforms.resume(organization, platform));
    story.run(organization, () -> platforms.resume(organization, platform));

    assertThat(scheduled.get("cancel_at")).isEqualTo(scheduled.get("trial_end"));
    assertThat(again.get("version")).isEqualTo(scheduled.get("version"));
    assertThat(story.subscription(platform).get("cancel_at")).isNull();
    assertThat(story.told(organization))
        .containsExactly(
            "billing.subscription.created",
            "billing.subscription.cancel_scheduled",
            "billing.subscription.cancel_scheduled",
            "billing.subscription.resumed",
            "billing.subscription.resumed");
  }

  @Test
  void anImmediateEndIsNowAndOnce() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);

    story.run(organization, () -> platforms.cancel(organization, platform, true, null));
    story.run(organization, () -> platforms.end(organization, platform, "platform_cancelled"));

    assertThat(story.subscription(platform)).containsEntry("status", "canceled");
    assertThat(story.told(organization)).containsOnlyOnce("billing.subscription.canceled");
  }

  @Test
  void aPaidOneEndsAtTheProviderFirst() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.newEvents();
    story.pay(story.checkout(organization, Story.STARTER, platform));
    story.processAll(story.newEvents());

    story.run(organization, () -> platforms.cancel(organization, platform, false, "bye"));
    assertThat(story.subscription(platform).get("cancel_at")).isNull();
    story.makeCalls();

    var row = story.subscription(platform);
    assertThat(row).containsEntry("cancel_reason", "bye");
    assertThat(row.get("cancel_at")).isEqualTo(row.get("current_period_end"));

    story.run(organization, () -> platforms.resume(organization, platform));
    story.makeCalls();
    assertThat(story.subscription(platform).get("cancel_at")).isNull();

    story.run(organization, () -> platforms.end(organization, platform, "platform_deleted"));
    story.makeCalls();
    story.processAll(story.newEvents());
    assertThat(story.subscription(platform)).containsEntry("status", "canceled");
    assertThat(story.told(organization)).containsOnlyOnce("billing.subscription.canceled");
  }

  @Test
  void aNewOrganizationHasItsFreePlansAndItsAccountOnce() {
    var owner = Rows.user("payer-" + UUID.randomUUID() + "@example.test");
    var organization = Rows.organization(owner);

    story.run(organization, () -> identities.organizationCreated(organization));
    story.run(organization, () -> identities.organizationCreated(organization));

    var rows =
        Owner.rows(
            """
            SELECT s.plan_kind, s.status, s.current_period_end > s.current_period_start AS month
            FROM billing.subscriptions s WHERE organization_id = ? ORDER BY plan_kind
            """,
            organization);
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst()).containsEntry("plan_kind", "organization");
    assertThat(rows.getLast()).containsEntry("plan_kind", "pool").containsEntry("status", "active");
    assertThat(
            (String)
                Owner.value(
                    "SELECT billing_email FROM billing.accounts WHERE organization_id = ?",
                    organization))
        .startsWith("payer-");
  }

  @Test
  void aDeletedOrganizationKeepsNothing() {
    var organization = story.organization();
    story.run(organization, () -> identities.organizationCreated(organization));
    var platform = story.startedPlatform(organization);

    story.run(organization, () -> identities.organizationDeleted(organization));

    assertThat(story.subscription(platform)).containsEntry("status", "canceled");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM billing.subscriptions WHERE organization_id = ? "
                    + "AND status <> 'canceled'",
                organization))
        .isZero();
  }

  @Test
  void theLimitsAreThoseOfThePlanInForce() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    Owner.update("UPDATE registry.platforms SET tier = 'scale' WHERE id = ?", platform);

    var found =
        story.in(
            organization,
            () ->
                QuarkusTransaction.requiringNew()
                    .call(
                        () ->
                            limits.of(
                                List.of(
                                    new Governed(platform, "scale"),
                                    new Governed(null, "growth"),
                                    new Governed(null, "none")))));

    assertThat(found)
        .containsExactly(
            Optional.of(new Limits(1L, 3L, 5L)),
            Optional.of(new Limits(3L, 20L, null)),
            Optional.empty());
  }

  @Test
  void aPublishedVersionAndItsPartsAreFixed() {
    for (String change :
        List.of(
            "UPDATE billing.plan_versions SET trial_days = 1",
            "DELETE FROM billing.plan_prices",
            "UPDATE billing.overage_prices SET unit_amount = 1",
            "UPDATE metering.plan_quotas SET quota_limit = 1")) {
      var failure = catchThrowableOfType(RuntimeException.class, () -> Owner.update(change));
      assertThat(failure).as(change).hasStackTraceContaining("is published");
    }
  }
}
