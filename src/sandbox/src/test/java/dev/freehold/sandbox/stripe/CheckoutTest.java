package dev.freehold.sandbox.stripe;

import static dev.freehold.sandbox.stripe.StripeHarness.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.Mode;
import com.stripe.param.checkout.SessionLineItemListParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {

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
  void paidCheckoutIsComplete() throws StripeException {
    Session open = openWithOrder();
    assertThat(open.getStatus()).isEqualTo("open");
    assertThat(open.getPaymentStatus()).isEqualTo("unpaid");
    assertThat(open.getUrl())
        .startsWith(harness.sandbox.root() + "/stripe/")
        .endsWith("/" + open.getId());

    CheckoutResult result = harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.SUCCEED);

    assertThat(result)
        .isEqualTo(
            new CheckoutResult(
                open.getId(),
                "complete",
                "paid",
                "http://localhost:8080/billing?s=" + open.getId()));
    Session session = expanded(open, "line_items.data.price.product");
    assertThat(session.getStatus()).isEqualTo("complete");
    assertThat(session.getUrl()).isNull();
    assertThat(session.getAmountTotal()).isEqualTo(4900);
    assertThat(session.getClientReferenceId()).isEqualTo("order-1");
    assertThat(session.getMetadata()).containsEntry("freehold_order", "order-1");
    var line = session.getLineItems().getData().getFirst();
    assertThat(line.getPrice().getProductObject().getName()).isEqualTo("Starter");
  }

  @Test
  void paidCheckoutMakesAnActiveSubscriptionWithAPaidInvoice() throws StripeException {
    Session open = openWithOrder();

    harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.SUCCEED);

    Subscription subscription =
        expanded(open, "subscription.latest_invoice.payments").getSubscriptionObject();
    assertThat(subscription.getStatus()).isEqualTo("active");
    assertThat(subscription.getMetadata()).containsEntry("freehold_subscription", "s-1");
    var item = subscription.getItems().getData().getFirst();
    assertThat(Instant.ofEpochSecond(item.getCurrentPeriodStart())).isEqualTo(StripeHarness.START);
    assertThat(Instant.ofEpochSecond(item.getCurrentPeriodEnd())).isEqualTo("2026-02-28T10:00:00Z");
    Invoice invoice = subscription.getLatestInvoiceObject();
    assertThat(invoice.getStatus()).isEqualTo("paid");
    assertThat(invoice.getBillingReason()).isEqualTo("subscription_create");
    assertThat(invoice.getAmountPaid()).isEqualTo(4900);
    assertThat(invoice.getNumber()).endsWith("-0001");
    assertThat(invoice.getParent().getSubscriptionDetails().getSubscription())
        .isEqualTo(subscription.getId());
    assertThat(invoice.getPayments().getData().getFirst().getStatus()).isEqualTo("paid");
  }

  private Session openWithOrder() throws StripeException {
    return harness.open(
        session(Mode.SUBSCRIPTION, harness.customer(), harness.monthly(4900))
            .setClientReferenceId("order-1")
            .setExpiresAt(StripeHarness.START.plus(Duration.ofHours(1)).getEpochSecond())
            .putMetadata("freehold_order", "order-1")
            .setSubscriptionData(
                SessionCreateParams.SubscriptionData.builder()
                    .putMetadata("freehold_subscription", "s-1")
                    .build())
            .build());
  }

  private Session expanded(Session session, String path) throws StripeException {
    return harness
        .client
        .v1()
        .checkout()
        .sessions()
        .retrieve(session.getId(), SessionRetrieveParams.builder().addExpand(path).build());
  }

  @Test
  void paidCheckoutSendsWhatStripeSends() throws StripeException {
    harness.subscribed(harness.customer(), harness.monthly(4900));
    harness.settle();

    assertThat(harness.receiver.types())
        .containsExactly(
            "customer.created",
            "product.created",
            "price.created",
            "payment_method.attached",
            "invoice.created",
            "customer.subscription.created",
            "payment_intent.created",
            "invoice.updated",
            "invoice.finalized",
            "charge.succeeded",
            "payment_intent.succeeded",
            "invoice.updated",
            "invoice.paid",
            "invoice.payment_succeeded",
            "customer.subscription.updated",
            "invoice_payment.paid",
            "checkout.session.completed");
  }

  @Test
  void trialIsPaidWithNothingAndBeginsTrialing() throws StripeException {
    Session open =
        harness.open(
            session(Mode.SUBSCRIPTION, harness.customer(), harness.monthly(4900))
                .setSubscriptionData(
                    SessionCreateParams.SubscriptionData.builder().setTrialPeriodDays(14L).build())
                .build());
    assertThat(open.getAmountTotal()).isZero();

    var result = harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.SUCCEED);

    assertThat(result.paymentStatus()).isEqualTo("no_payment_required");
    Session session = harness.client.v1().checkout().sessions().retrieve(open.getId());
    Subscription subscription = harness.subscription(session.getSubscription());
    assertThat(subscription.getStatus()).isEqualTo("trialing");
    assertThat(Instant.ofEpochSecond(subscription.getTrialEnd())).isEqualTo("2026-02-14T10:00:00Z");
    Invoice invoice = harness.client.v1().invoices().retrieve(session.getInvoice());
    assertThat(invoice.getStatus()).isEqualTo("paid");
    assertThat(invoice.getTotal()).isZero();
  }

  @Test
  void oneTimePaymentIsAPaidIntent() throws StripeException {
    Session open =
        harness.open(session(Mode.PAYMENT, harness.customer(), harness.once(1000)).build());
    assertThat(open.getPaymentIntent()).isNull();

    harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.SUCCEED);

    Session session = harness.client.v1().checkout().sessions().retrieve(open.getId());
    PaymentIntent intent =
        harness.client.v1().paymentIntents().retrieve(session.getPaymentIntent());
    assertThat(intent.getStatus()).isEqualTo("succeeded");
    assertThat(intent.getAmountReceived()).isEqualTo(1000);
    assertThat(harness.client.v1().charges().retrieve(intent.getLatestCharge()).getPaid()).isTrue();
    assertThat(session.getPaymentStatus()).isEqualTo("paid");
    assertThat(session.getInvoice()).isNull();
  }

  @Test
  void oneTimePaymentMakesAnInvoiceWhenAsked() throws StripeException {
    Session open =
        harness.open(
            session(Mode.PAYMENT, harness.customer(), harness.once(1000))
                .setInvoiceCreation(
                    SessionCreateParams.InvoiceCreation.builder()
                        .setEnabled(true)
                        .setInvoiceData(
                            SessionCreateParams.InvoiceCreation.InvoiceData.builder()
                                .putMetadata("freehold_order", "o-1")
                                .build())
                        .build())
                .build());

    harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.SUCCEED);

    Session session = harness.client.v1().checkout().sessions().retrieve(open.getId());
    Invoice invoice = harness.client.v1().invoices().retrieve(session.getInvoice());
    assertThat(invoice.getStatus()).isEqualTo("paid");
    assertThat(invoice.getParent()).isNull();
    assertThat(invoice.getMetadata()).containsEntry("freehold_order", "o-1");
    assertThat(session.getPaymentIntent()).isNotNull();
  }

  @Test
  void declinedCheckoutStaysOpenAndMayStillBePaid() throws StripeException {
    Session open =
        harness.open(session(Mode.SUBSCRIPTION, harness.customer(), harness.monthly(4900)).build());

    var declined = harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.DECLINE);
    var canceled = harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.CANCEL);
    var paid = harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.SUCCEED);

    assertThat(declined.status()).isEqualTo("open");
    assertThat(declined.redirectUrl()).isEqualTo(open.getUrl());
    assertThat(canceled.redirectUrl()).isEqualTo("http://localhost:8080/back");
    assertThat(paid.status()).isEqualTo("complete");
    harness.settle();
    assertThat(harness.receiver.types()).contains("charge.failed", "payment_intent.payment_failed");
  }

  @Test
  void whatIsNotOpenCannotBeCompleted() throws StripeException {
    Customer customer = harness.customer();
    Price price = harness.monthly(4900);
    Session complete = harness.open(session(Mode.SUBSCRIPTION, customer, price).build());
    harness.stripe.completeCheckout(complete.getId(), CheckoutOutcome.SUCCEED);
    Session expired = harness.open(session(Mode.SUBSCRIPTION, customer, price).build());
    harness.client.v1().checkout().sessions().expire(expired.getId());

    for (String id : new String[] {complete.getId(), expired.getId(), "cs_test_unknown"}) {
      assertThatThrownBy(() -> harness.stripe.completeCheckout(id, CheckoutOutcome.SUCCEED))
          .isInstanceOf(SessionNotOpenException.class);
    }
    assertThatThrownBy(() -> harness.client.v1().checkout().sessions().expire(complete.getId()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("has a status of `complete`");
  }

  @Test
  void sessionExpiresInItsSecond() throws StripeException {
    Instant expiry = StripeHarness.START.plus(Duration.ofHours(1));
    Session open =
        harness.open(
            session(Mode.SUBSCRIPTION, harness.customer(), harness.monthly(4900))
                .setExpiresAt(expiry.getEpochSecond())
                .build());

    harness.pass(Duration.ofHours(2));

    Session session = harness.client.v1().checkout().sessions().retrieve(open.getId());
    assertThat(session.getStatus()).isEqualTo("expired");
    var event = harness.receiver.ofType("checkout.session.expired").getFirst().event();
    assertThat(event.getCreated()).isEqualTo(expiry.getEpochSecond());
  }

  @Test
  void pageOffersAButtonPerOutcome() throws StripeException, IOException, InterruptedException {
    Session open =
        harness.open(session(Mode.SUBSCRIPTION, harness.customer(), harness.monthly(4900)).build());
    var http = HttpClient.newHttpClient();

    var page = get(http, open.getUrl());
    var declined = post(http, open.getUrl() + "/decline");
    var paid = post(http, open.getUrl() + "/succeed");
    var again = post(http, open.getUrl() + "/succeed");

    assertThat(page.body()).contains("1 × Starter", "49.00 USD", "/succeed", "/decline", "/cancel");
    assertThat(declined.headers().firstValue("location")).hasValue(open.getUrl() + "?declined");
    assertThat(paid.statusCode()).isEqualTo(303);
    assertThat(paid.headers().firstValue("location"))
        .hasValue("http://localhost:8080/billing?s=" + open.getId());
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(get(http, open.getUrl()).statusCode()).isEqualTo(404);
  }

  @Test
  void invoiceHasAPageToo() throws StripeException, IOException, InterruptedException {
    var subscription = harness.subscribed(harness.customer(), harness.monthly(4900));
    Invoice invoice = harness.client.v1().invoices().retrieve(subscription.getLatestInvoice());

    String page = get(HttpClient.newHttpClient(), invoice.getHostedInvoiceUrl()).body();

    assertThat(page)
        .contains(invoice.getNumber(), "1 × Starter (at $49.00 / month)  49.00 USD", "Status paid");
  }

  @Test
  void lineItemsCanBeListed() throws StripeException {
    Session open =
        harness.open(session(Mode.PAYMENT, harness.customer(), harness.once(1000)).build());

    var items =
        harness
            .client
            .v1()
            .checkout()
            .sessions()
            .lineItems()
            .list(open.getId(), SessionLineItemListParams.builder().build());

    assertThat(items.getData().getFirst().getAmountTotal()).isEqualTo(1000);
    assertThat(items.getHasMore()).isFalse();
  }

  @Test
  void recurringPriceDoesNotFitAPayment() throws StripeException {
    Customer customer = harness.customer();
    Price price = harness.monthly(4900);

    assertThatThrownBy(() -> harness.open(session(Mode.PAYMENT, customer, price).build()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("passed a recurring price");
  }

  private static HttpResponse<String> get(HttpClient http, String url)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(HttpClient http, String url)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
