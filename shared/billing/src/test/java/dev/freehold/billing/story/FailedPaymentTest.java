package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.sandbox.stripe.PaymentOutcome;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A renewal that cannot be collected, its recovery, and its end. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class FailedPaymentTest {

  @Inject Story story;
  @Inject SettableClock clock;

  private UUID organization;
  private UUID platform;

  private void givenADeclinedRenewal() {
    organization = story.organization();
    platform = story.startedPlatform(organization);
    story.newEvents();
    story.pay(story.checkout(organization, Story.STARTER, platform));
    story.processAll(story.newEvents());
    story.simulator().setPaymentOutcome(organization.toString(), PaymentOutcome.DECLINE);
    var end = at("current_period_end");
    story.pass(Duration.between(clock.instant(), end.plus(Duration.ofHours(2))), organization);
  }

  private Instant at(String column) {
    return ((Timestamp) story.subscription(platform).get(column)).toInstant();
  }

  @Test
  void itIsPastDueWithGraceAndMailedOnceAnAttempt() {
    givenADeclinedRenewal();

    assertThat(story.subscription(platform)).containsEntry("status", "past_due");
    assertThat(at("grace_ends_at")).isEqualTo(at("past_due_since").plus(Duration.ofDays(7)));
    assertThat(story.told(organization))
        .containsOnlyOnce("billing.subscription.past_due")
        .containsOnlyOnce("billing.invoice.payment_failed");
    assertThat(
            Owner.rows(
                "SELECT template, to_email FROM core.mail_messages "
                    + "WHERE organization_id = ? AND template = 'payment-failed'",
                organization))
        .hasSize(1)
        .first()
        .extracting("to_email")
        .isEqualTo("ap@acme.test");
  }

  @Test
  void aLaterPaymentLiftsIt() {
    givenADeclinedRenewal();
    story.simulator().setPaymentOutcome(organization.toString(), PaymentOutcome.SUCCEED);

    story.pass(Duration.ofDays(4), organization);

    var row = story.subscription(platform);
    assertThat(row).containsEntry("status", "active");
    assertThat(row.get("past_due_since")).isNull();
    assertThat(row.get("grace_ends_at")).isNull();
    assertThat(story.told(organization)).containsOnlyOnce("billing.subscription.restored");
  }

  @Test
  void whatTheProviderGivesUpIsUnpaidAndToldSo() {
    givenADeclinedRenewal();

    story.pass(Duration.ofDays(20), organization);

    assertThat((String) story.subscription(platform).get("status")).isIn("unpaid", "canceled");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.mail_messages WHERE organization_id = ? "
                    + "AND template = 'payment-failed'",
                organization))
        .isBetween(2L, 5L);
  }

  @Test
  void anEndAtThePeriodsEndIsTheEnd() {
    organization = story.organization();
    story.newEvents();
    story.pay(story.checkout(organization, Story.POOL_DEV, null));
    story.processAll(story.newEvents());
    var id =
        (String)
            Owner.value(
                "SELECT provider_subscription_id FROM billing.subscriptions "
                    + "WHERE organization_id = ?",
                organization);
    story.cancelAtPeriodEnd(id);
    story.pass(Duration.ofDays(32), organization);

    assertThat(
            Owner.rows(
                """
                SELECT status || ' ' || provider AS row FROM billing.subscriptions
                WHERE organization_id = ? ORDER BY created_at, id
                """,
                organization))
        .extracting("row")
        .containsExactly("canceled stripe", "active none");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.mail_messages WHERE organization_id = ? "
                    + "AND template = 'subscription-canceled'",
                organization))
        .isEqualTo(1);
  }
}
