package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.billing.checkout.CheckoutService;
import dev.freehold.billing.checkout.CheckoutStatus;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** From the trial to the paid renewal, as the storyline of the kernel page tells it. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class StorylineTest {

  @Inject Story story;
  @Inject CheckoutService checkouts;
  @Inject SettableClock clock;

  @Test
  void aTrialBecomesThePaidSubscriptionAndRenews() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    var trial = story.subscription(platform);
    assertThat(trial)
        .containsEntry("status", "trialing")
        .containsEntry("provider", "none")
        .containsEntry("billing_email", "ap@acme.test");

    var checkout = story.checkout(organization, Story.STARTER, platform);
    assertThat(checkout.status()).isEqualTo(CheckoutStatus.OPEN);
    assertThat(checkout.totalAmount()).isEqualTo(4900);
    story.pay(checkout);
    story.processAll(story.newEvents());

    var seen =
        story.in(organization, () -> checkouts.get(checkout.id(), organization, null)).view();
    assertThat(seen.status()).isEqualTo(CheckoutStatus.COMPLETED);
    assertThat(seen.subscriptionId()).isEqualTo(trial.get("id"));
    var paid = story.subscription(platform);
    assertThat(paid)
        .containsEntry("id", trial.get("id"))
        .containsEntry("status", "active")
        .containsEntry("provider", "stripe")
        .containsEntry("overage_enabled", true);
    var start = ((Timestamp) paid.get("current_period_start")).toInstant();
    assertThat(((Timestamp) paid.get("current_period_end")).toInstant())
        .isEqualTo(start.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant());
    assertThat(story.told(organization))
        .contains(
            "billing.subscription.created",
            "billing.subscription.activated",
            "billing.order.completed",
            "billing.invoice.paid");

    var end = ((Timestamp) paid.get("current_period_end")).toInstant();
    story.pass(Duration.between(clock.instant(), end.plus(Duration.ofHours(2))), organization);

    var renewed = story.subscription(platform);
    assertThat(((Timestamp) renewed.get("current_period_start")).toInstant()).isEqualTo(end);
    assertThat(renewed).containsEntry("status", "active");
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM billing.invoices
                WHERE subscription_id = ? AND status = 'paid' AND total_amount = 4900
                """,
                trial.get("id")))
        .isEqualTo(2);
    assertThat(story.told(organization)).contains("billing.subscription.renewed");
  }
}
