package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeEvent;
import dev.freehold.stripe.StripeForm;
import dev.freehold.testing.Owner;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Money that goes back at the provider shows on the order it had paid. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class RefundTest {

  @Inject Story story;
  @Inject StripeClient stripe;

  private final List<StripeEvent> purchase = new ArrayList<>();

  /** The order of a paid platform. */
  private UUID bought(UUID organization) {
    var platform = story.startedPlatform(organization);
    story.newEvents();
    var checkout = story.checkout(organization, Story.STARTER, platform);
    story.pay(checkout);
    purchase.addAll(story.newEvents());
    return checkout.orderId();
  }

  private String payment() {
    var invoice = Story.only(purchase, "invoice.paid").objectId();
    return stripe
        .get("/v1/invoices/" + invoice, StripeForm.empty().put("expand[0]", "payments"))
        .at("/payments/data/0/payment/payment_intent")
        .asText();
  }

  private void refund(long amount, String key) {
    stripe.post(
        "/v1/refunds",
        StripeForm.empty().put("payment_intent", payment()).put("amount", amount),
        key + payment());
  }

  private static String order(UUID orderId) {
    return (String)
        Owner.value(
            "SELECT status || ' ' || refunded_amount FROM billing.orders WHERE id = ?", orderId);
  }

  @Test
  void aPartAndThenTheRestGoesBack() {
    var organization = story.organization();
    var orderId = bought(organization);
    story.processAll(purchase);

    refund(1000, "a");
    story.processAll(story.newEvents());
    assertThat(order(orderId)).isEqualTo("partially_refunded 1000");

    refund(3900, "b");
    var events = new ArrayList<>(story.newEvents());
    Collections.reverse(events);
    story.processAll(events);

    assertThat(order(orderId)).isEqualTo("refunded 4900");
    assertThat(story.told(organization).stream().filter("billing.order.refunded"::equals).count())
        .isEqualTo(2);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM billing.refunds WHERE order_id = ? AND status = 'succeeded'",
                orderId))
        .isEqualTo(2);
  }

  @Test
  void aRefundToldBeforeItsPaymentWaitsForIt() {
    var organization = story.organization();
    var orderId = bought(organization);
    refund(4900, "c");
    var told = Story.only(story.newEvents(), "refund.created");

    story.process(told);
    assertThat(story.ledger(told)).containsEntry("status", "failed");

    story.processAll(purchase);
    story.work(story.idOf(told));
    assertThat(story.ledger(told)).containsEntry("outcome", "applied");
    assertThat(order(orderId)).isEqualTo("refunded 4900");
  }
}
