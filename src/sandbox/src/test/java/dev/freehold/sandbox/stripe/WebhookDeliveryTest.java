package dev.freehold.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.param.EventListParams;
import dev.freehold.sandbox.stripe.webhook.DeliverySettings;
import dev.freehold.sandbox.stripe.webhook.DeliverySettings.Order;
import dev.freehold.sandbox.stripe.webhook.WebhookEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookDeliveryTest {

  @TempDir Path state;

  private StripeHarness harness;

  @BeforeEach
  void start() {
    harness = new StripeHarness(state);
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void refusedEventComesAgainWithTheSameIdUntilThreeDaysAreOver() throws StripeException {
    harness.receiver.answerWith(500);
    harness.customer();

    harness.pass(Duration.ofDays(4));

    var tries = harness.receiver.received();
    assertThat(tries).extracting(one -> one.event().getId()).containsOnly(eventId());
    assertThat(tries)
        .extracting(WebhookReceiver.Received::body)
        .containsOnly(tries.getFirst().body());
    List<Duration> waits =
        tries.stream()
            .limit(6)
            .map(one -> Duration.between(StripeHarness.START, one.at()))
            .toList();
    assertThat(waits)
        .containsExactly(
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofMinutes(6),
            Duration.ofMinutes(36),
            Duration.ofMinutes(96),
            Duration.ofMinutes(156));
    assertThat(Duration.between(StripeHarness.START, tries.getLast().at()))
        .isLessThanOrEqualTo(Duration.ofDays(3))
        .isGreaterThan(Duration.ofDays(3).minusHours(1));
    assertThat(harness.stripe.pendingWebhooks()).isZero();
  }

  @Test
  void takenEventDoesNotComeAgain() throws StripeException {
    harness.receiver.answerWith(503);
    harness.customer();
    harness.settle();
    assertThat(pendingWebhooks()).isEqualTo(1);

    harness.receiver.answerWith(204);
    harness.pass(Duration.ofDays(1));

    assertThat(harness.receiver.received()).hasSize(2);
    assertThat(pendingWebhooks()).isZero();
  }

  @Test
  void reversedOrderSendsTheNewestFirst() throws StripeException {
    harness.stripe.setDelivery(new DeliverySettings(Order.REVERSED, 1, false));
    harness.monthly(4900);

    harness.settle();

    assertThat(harness.receiver.types()).containsExactly("price.created", "product.created");
  }

  @Test
  void copiesAreTheSameEvent() throws StripeException {
    harness.stripe.setDelivery(new DeliverySettings(Order.SHUFFLED, 5, false));
    harness.customer();

    harness.settle();

    assertThat(harness.receiver.received()).hasSize(5);
    assertThat(harness.receiver.received())
        .extracting(one -> one.event().getId())
        .containsOnly(eventId());
  }

  @Test
  void heldEventsWaitUntilReleased() throws StripeException {
    harness.stripe.setDelivery(new DeliverySettings(Order.CREATED, 1, true));
    harness.monthly(4900);

    harness.pass(Duration.ofDays(5));
    assertThat(harness.receiver.received()).isEmpty();
    harness.receiver.answerWith(500);
    harness.stripe.releaseHeld();
    harness.receiver.answerWith(200);
    harness.pass(Duration.ofMinutes(1));

    assertThat(harness.receiver.types())
        .containsExactly("product.created", "price.created", "product.created", "price.created");
    assertThat(harness.stripe.delivery().hold()).isFalse();
  }

  @Test
  void endpointGetsTheTypesItAskedFor() throws StripeException {
    harness.stripe.sendWebhooksTo(
        new WebhookEndpoint(
            harness.receiver.url(), WebhookReceiver.SECRET, Set.of("price.created")));
    harness.monthly(4900);

    harness.settle();

    assertThat(harness.receiver.types()).containsExactly("price.created");
  }

  @Test
  void waitingEventsAndAllObjectsOutliveARestart() throws StripeException {
    harness.receiver.answerWith(500);
    var customer = harness.customer();
    var subscription = harness.subscribed(customer, harness.monthly(4900));
    var before = harness.client.v1().customers().retrieve(customer.getId());
    harness.settle();

    harness.restart();
    harness.receiver.answerWith(200);
    harness.receiver.forget();
    harness.pass(Duration.ofMinutes(1));

    assertThat(harness.client.v1().customers().retrieve(customer.getId())).isEqualTo(before);
    assertThat(harness.subscription(subscription.getId())).isEqualTo(subscription);
    assertThat(harness.receiver.types()).contains("customer.created", "invoice.paid");
    assertThat(harness.stripe.pendingWebhooks()).isZero();
  }

  @Test
  void resetForgetsAllButTheEndpoint() throws StripeException {
    harness.customer();
    harness.stripe.setDelivery(new DeliverySettings(Order.REVERSED, 3, true));

    harness.sandbox.reset();
    harness.monthly(4900);
    harness.settle();

    assertThat(harness.client.v1().customers().list().getData()).isEmpty();
    assertThat(harness.receiver.types()).containsExactly("product.created", "price.created");
  }

  @Test
  void eventsOfThirtyDaysAreListed() throws StripeException {
    harness.customer();
    harness.pass(Duration.ofDays(29));
    var kept = harness.client.v1().events().list(EventListParams.builder().build()).getData();
    harness.pass(Duration.ofDays(2));
    var gone = harness.client.v1().events().list(EventListParams.builder().build()).getData();

    assertThat(kept).hasSize(1);
    assertThat(gone).isEmpty();
  }

  private String eventId() throws StripeException {
    var events =
        harness
            .client
            .v1()
            .events()
            .list(EventListParams.builder().setType("customer.created").build());
    return events.getData().getFirst().getId();
  }

  private long pendingWebhooks() throws StripeException {
    return harness
        .client
        .v1()
        .events()
        .list(EventListParams.builder().build())
        .getData()
        .getFirst()
        .getPendingWebhooks();
  }
}
