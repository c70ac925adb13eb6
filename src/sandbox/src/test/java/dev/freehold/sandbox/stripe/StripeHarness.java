package dev.freehold.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxConfig;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.stripe.webhook.WebhookEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A sandbox with Stripe alone, its client, its endpoint and a clock that is moved by hand. */
final class StripeHarness implements AutoCloseable {

  static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
  static final String ORGANIZATION = "0197a000-0000-7000-8000-000000000001";

  final TestClock clock = new TestClock(START);
  final WebhookReceiver receiver = new WebhookReceiver(clock);
  final List<String> faults = new ArrayList<>();
  Sandbox sandbox;
  StripeSimulator stripe;
  StripeClient client;
  private final Path state;

  StripeHarness(Path state) {
    this.state = state;
    start();
  }

  private void start() {
    sandbox =
        Sandbox.start(new SandboxConfig(clock, 0, 0, state, false, List.of(StripeSimulator::new)));
    stripe = sandbox.simulator(StripeSimulator.class);
    stripe.sendWebhooksTo(new WebhookEndpoint(receiver.url(), WebhookReceiver.SECRET, Set.of()));
    client =
        StripeClient.builder()
            .setApiKey("sk_test_harness")
            .setApiBase(sandbox.url("/stripe").toString())
            .setHttpClient(new Checking())
            .setMaxNetworkRetries(0)
            .build();
  }

  void restart() {
    sandbox.close();
    start();
  }

  /** Stripe's client, every answer held against the contract. */
  private final class Checking extends HttpURLConnectionClient {
    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
      StripeResponse response = super.request(request);
      check(response.body());
      return response;
    }
  }

  void check(String body) {
    try {
      JsonNode answer = SimJson.tree(body.getBytes(StandardCharsets.UTF_8));
      StripeContract.loaded().ifPresent(contract -> faults.addAll(contract.faults(answer)));
      faults.addAll(StripeContract.unknownFields(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends what is due now. */
  void settle() {
    sandbox.actAt(clock.instant());
  }

  /** Time passes, stop by stop. */
  void pass(Duration time) {
    Instant target = clock.instant().plus(time);
    Optional<Instant> due = sandbox.nextDueAt();
    while (due.isPresent() && !due.get().isAfter(target)) {
      clock.set(due.get().isAfter(clock.instant()) ? due.get() : clock.instant());
      settle();
      due = sandbox.nextDueAt();
    }
    clock.set(target);
    settle();
  }

  Customer customer() throws StripeException {
    return client
        .v1()
        .customers()
        .create(
            CustomerCreateParams.builder()
                .setEmail("ap@acme.test")
                .setName("Acme")
                .putMetadata("freehold_organization", ORGANIZATION)
                .build());
  }

  Price monthly(long amount) throws StripeException {
    return client
        .v1()
        .prices()
        .create(
            price(amount)
                .setRecurring(
                    PriceCreateParams.Recurring.builder()
                        .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                        .build())
                .build());
  }

  Price once(long amount) throws StripeException {
    return client.v1().prices().create(price(amount).build());
  }

  private static PriceCreateParams.Builder price(long amount) {
    return PriceCreateParams.builder()
        .setCurrency("usd")
        .setUnitAmount(amount)
        .setProductData(PriceCreateParams.ProductData.builder().setName("Starter").build());
  }

  static SessionCreateParams.Builder session(
      SessionCreateParams.Mode mode, Customer customer, Price price) {
    return SessionCreateParams.builder()
        .setMode(mode)
        .setCustomer(customer.getId())
        .setSuccessUrl("http://localhost:8080/billing?s={CHECKOUT_SESSION_ID}")
        .setCancelUrl("http://localhost:8080/back")
        .addLineItem(
            SessionCreateParams.LineItem.builder().setPrice(price.getId()).setQuantity(1L).build());
  }

  Session open(SessionCreateParams params) throws StripeException {
    return client.v1().checkout().sessions().create(params);
  }

  /** A subscription that was paid for just now. */
  Subscription subscribed(Customer customer, Price price) throws StripeException {
    Session session = open(session(SessionCreateParams.Mode.SUBSCRIPTION, customer, price).build());
    stripe.completeCheckout(session.getId(), CheckoutOutcome.SUCCEED);
    return subscription(
        client.v1().checkout().sessions().retrieve(session.getId()).getSubscription());
  }

  Subscription subscription(String id) throws StripeException {
    return client.v1().subscriptions().retrieve(id);
  }

  @Override
  public void close() {
    receiver.received().forEach(one -> check(one.body()));
    sandbox.close();
    receiver.close();
    assertThat(receiver.refused()).as("signatures").isEmpty();
    assertThat(faults).as("answers and events against the contract").isEmpty();
  }
}
