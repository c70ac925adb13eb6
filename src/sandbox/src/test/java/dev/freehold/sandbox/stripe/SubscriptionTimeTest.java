package dev.freehold.sandbox.stripe;

import static dev.freehold.sandbox.stripe.StripeHarness.ORGANIZATION;
import static dev.freehold.sandbox.stripe.StripeHarness.START;
import static dev.freehold.sandbox.stripe.StripeHarness.session;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTimeTest {

  private static final Instant FIRST_END = Instant.parse("2026-02-28T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String UPDATED = "customer.subscription.updated";

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
  void periodRenewsAtItsEndAndIsPaidAnHourLater() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));
    harness.settle();
    harness.receiver.forget();

    until(FIRST_END.plus(HOUR));

    var renewed = harness.subscription(subscription.getId()).getItems().getData().getFirst();
    assertThat(renewed.getCurrentPeriodStart()).isEqualTo(FIRST_END.getEpochSecond());
    assertThat(Instant.ofEpochSecond(renewed.getCurrentPeriodEnd()))
        .isEqualTo("2026-03-31T10:00:00Z");
    Invoice invoice = latest(subscription);
    assertThat(invoice.getBillingReason()).isEqualTo("subscription_cycle");
    assertThat(invoice.getStatus()).isEqualTo("paid");
    assertThat(invoice.getPeriodStart()).isEqualTo(START.getEpochSecond());
    assertThat(invoice.getLines().getData().getFirst().getPeriod().getStart())
        .isEqualTo(FIRST_END.getEpochSecond());
    assertThat(harness.receiver.types())
        .containsExactly(
            "invoice.upcoming",
            "invoice.created",
            UPDATED,
            "payment_intent.created",
            "invoice.updated",
            "invoice.finalized",
            "charge.succeeded",
            "payment_intent.succeeded",
            "invoice.updated",
            "invoice.paid",
            "invoice.payment_succeeded",
            "invoice_payment.paid");
    assertHappenedAt("invoice.upcoming", FIRST_END.minus(Duration.ofDays(7)));
    assertHappenedAt("invoice.created", FIRST_END);
    assertHappenedAt("invoice.paid", FIRST_END.plus(HOUR));
  }

  @Test
  void draftIsNotPaidASecondBeforeItsHour() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));

    until(FIRST_END.plus(HOUR).minusSeconds(1));

    assertThat(latest(subscription).getStatus()).isEqualTo("draft");
  }

  @Test
  void sameMomentsWhenTheClockJumpsOverAllOfThem() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));
    harness.settle();
    harness.receiver.forget();

    harness.clock.set(Instant.parse("2026-05-01T00:00:00Z"));
    harness.settle();

    var created =
        harness.receiver.ofType("invoice.paid").stream()
            .map(one -> Instant.ofEpochSecond(one.event().getCreated()).toString())
            .toList();
    assertThat(created)
        .containsExactly("2026-02-28T11:00:00Z", "2026-03-31T11:00:00Z", "2026-04-30T11:00:00Z");
    assertThat(latest(subscription).getNumber()).endsWith("-0004");
  }

  @Test
  void declinedRenewalIsTriedAgainAndEndsUnpaid() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));
    harness.stripe.setPaymentOutcome(ORGANIZATION, PaymentOutcome.DECLINE);
    Instant first = FIRST_END.plus(HOUR);

    until(first);
    assertThat(harness.subscription(subscription.getId()).getStatus()).isEqualTo("past_due");
    Invoice once = latest(subscription);
    assertThat(once.getStatus()).isEqualTo("open");
    assertThat(once.getAttemptCount()).isEqualTo(1);
    assertThat(once.getNextPaymentAttempt())
        .isEqualTo(first.plus(Duration.ofDays(3)).getEpochSecond());
    until(first.plus(Duration.ofDays(3 + 5)));
    assertThat(harness.subscription(subscription.getId()).getStatus()).isEqualTo("past_due");
    until(first.plus(Duration.ofDays(3 + 5 + 7)));

    assertThat(harness.subscription(subscription.getId()).getStatus()).isEqualTo("unpaid");
    Invoice last = latest(subscription);
    assertThat(last.getAttemptCount()).isEqualTo(4);
    assertThat(last.getNextPaymentAttempt()).isNull();
    assertThat(harness.receiver.ofType("invoice.payment_failed"))
        .extracting(one -> Instant.ofEpochSecond(one.event().getCreated()))
        .containsExactly(
            first,
            first.plus(Duration.ofDays(3)),
            first.plus(Duration.ofDays(8)),
            first.plus(Duration.ofDays(15)));
    assertThat(harness.receiver.types()).contains("charge.failed", "customer.updated");
  }

  @Test
  void laterPaymentMakesItActiveAgain() throws StripeException {
    Customer customer = harness.customer();
    Subscription subscription = harness.subscribed(customer, harness.monthly(4900));
    harness.stripe.setPaymentOutcome(customer.getId(), PaymentOutcome.DECLINE);
    until(FIRST_END.plus(HOUR));
    assertThat(harness.client.v1().customers().retrieve(customer.getId()).getDelinquent()).isTrue();

    harness.stripe.setPaymentOutcome(customer.getId(), PaymentOutcome.SUCCEED);
    until(FIRST_END.plus(HOUR).plus(Duration.ofDays(3)));

    assertThat(harness.subscription(subscription.getId()).getStatus()).isEqualTo("active");
    assertThat(latest(subscription).getStatus()).isEqualTo("paid");
    assertThat(harness.client.v1().customers().retrieve(customer.getId()).getDelinquent())
        .isFalse();
  }

  @Test
  void authenticationIsAskedFor() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));
    harness.stripe.setPaymentOutcome(ORGANIZATION, PaymentOutcome.AUTHENTICATION_REQUIRED);

    until(FIRST_END.plus(HOUR));

    assertThat(harness.subscription(subscription.getId()).getStatus()).isEqualTo("past_due");
    assertThat(harness.receiver.types())
        .contains(
            "payment_intent.requires_action",
            "invoice.payment_action_required",
            "invoice.payment_failed");
  }

  @Test
  void trialBecomesAPaidPeriod() throws StripeException {
    Subscription trialing = trialing(null);
    Instant trialEnd = START.plus(Duration.ofDays(14));

    until(trialEnd);
    Subscription active = harness.subscription(trialing.getId());
    until(trialEnd.plus(HOUR));

    assertThat(active.getStatus()).isEqualTo("active");
    assertThat(active.getBillingCycleAnchor()).isEqualTo(trialEnd.getEpochSecond());
    assertHappenedAt("customer.subscription.trial_will_end", trialEnd.minus(Duration.ofDays(3)));
    Invoice invoice = latest(trialing);
    assertThat(invoice.getAmountPaid()).isEqualTo(4900);
    assertThat(invoice.getBillingReason()).isEqualTo("subscription_cycle");
  }

  @Test
  void trialWithoutMethodPausesUntilResumed() throws StripeException {
    Subscription trialing =
        trialing(
            SessionCreateParams.SubscriptionData.TrialSettings.EndBehavior.MissingPaymentMethod
                .PAUSE);
    harness.stripe.setPaymentOutcome(ORGANIZATION, PaymentOutcome.NO_METHOD);

    until(START.plus(Duration.ofDays(15)));
    assertThat(harness.subscription(trialing.getId()).getStatus()).isEqualTo("paused");
    harness.stripe.setPaymentOutcome(ORGANIZATION, PaymentOutcome.SUCCEED);
    Subscription resumed = harness.client.v1().subscriptions().resume(trialing.getId());

    assertThat(resumed.getStatus()).isEqualTo("active");
    harness.settle();
    assertThat(harness.receiver.types())
        .contains("customer.subscription.paused", "customer.subscription.resumed");
  }

  @Test
  void cancelAtPeriodEndKeepsItUntilThen() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));

    Subscription flagged = cancelAtPeriodEnd(subscription, true);
    until(FIRST_END.minusSeconds(1));
    Subscription last = harness.subscription(subscription.getId());
    until(FIRST_END);

    assertThat(flagged.getCancelAt()).isEqualTo(FIRST_END.getEpochSecond());
    assertThat(flagged.getCanceledAt()).isEqualTo(START.getEpochSecond());
    assertThat(last.getStatus()).isEqualTo("active");
    Subscription ended = harness.subscription(subscription.getId());
    assertThat(ended.getStatus()).isEqualTo("canceled");
    assertThat(ended.getEndedAt()).isEqualTo(FIRST_END.getEpochSecond());
    assertHappenedAt("customer.subscription.deleted", FIRST_END);
    assertThat(invoices(subscription)).hasSize(1);
  }

  @Test
  void withdrawnCancellationRenews() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));
    cancelAtPeriodEnd(subscription, true);

    Subscription kept = cancelAtPeriodEnd(subscription, false);
    until(FIRST_END.plus(HOUR));

    assertThat(kept.getCancelAt()).isNull();
    assertThat(kept.getCanceledAt()).isNull();
    assertThat(invoices(subscription)).hasSize(2);
    assertThat(harness.receiver.ofType(UPDATED).getLast().event().getData().getPreviousAttributes())
        .containsKeys("items", "latest_invoice");
  }

  @Test
  void canceledNowIsNoLongerCollected() throws StripeException {
    Subscription subscription = harness.subscribed(harness.customer(), harness.monthly(4900));
    harness.stripe.setPaymentOutcome(ORGANIZATION, PaymentOutcome.DECLINE);
    until(FIRST_END.plus(HOUR));

    Subscription canceled =
        harness
            .client
            .v1()
            .subscriptions()
            .cancel(
                subscription.getId(),
                SubscriptionCancelParams.builder().setInvoiceNow(false).setProrate(false).build());
    harness.pass(Duration.ofDays(40));

    assertThat(canceled.getStatus()).isEqualTo("canceled");
    assertThat(canceled.getCancellationDetails().getReason()).isEqualTo("cancellation_requested");
    assertThat(latest(subscription).getAutoAdvance()).isFalse();
    assertThat(harness.receiver.ofType("invoice.payment_failed")).hasSize(1);
  }

  @Test
  void trialEndedByHandIsChargedAtOnce() throws StripeException {
    Subscription trialing = trialing(null);
    until(START.plus(Duration.ofDays(2)));

    Subscription active =
        harness
            .client
            .v1()
            .subscriptions()
            .update(
                trialing.getId(),
                SubscriptionUpdateParams.builder()
                    .setTrialEnd(SubscriptionUpdateParams.TrialEnd.NOW)
                    .build());

    assertThat(active.getStatus()).isEqualTo("active");
    assertThat(latest(trialing).getAmountPaid()).isEqualTo(4900);
    assertThat(active.getItems().getData().getFirst().getCurrentPeriodStart())
        .isEqualTo(START.plus(Duration.ofDays(2)).getEpochSecond());
  }

  private Subscription trialing(
      SessionCreateParams.SubscriptionData.TrialSettings.EndBehavior.@org.jspecify.annotations
              .Nullable
          MissingPaymentMethod
          missing)
      throws StripeException {
    var data = SessionCreateParams.SubscriptionData.builder().setTrialPeriodDays(14L);
    if (missing != null) {
      data.setTrialSettings(
          SessionCreateParams.SubscriptionData.TrialSettings.builder()
              .setEndBehavior(
                  SessionCreateParams.SubscriptionData.TrialSettings.EndBehavior.builder()
                      .setMissingPaymentMethod(missing)
                      .build())
              .build());
    }
    Session open =
        harness.open(
            session(Mode.SUBSCRIPTION, harness.customer(), harness.monthly(4900))
                .setSubscriptionData(data.build())
                .build());
    harness.stripe.completeCheckout(open.getId(), CheckoutOutcome.SUCCEED);
    return harness.subscription(
        harness.client.v1().checkout().sessions().retrieve(open.getId()).getSubscription());
  }

  private Subscription cancelAtPeriodEnd(Subscription subscription, boolean flag)
      throws StripeException {
    return harness
        .client
        .v1()
        .subscriptions()
        .update(
            subscription.getId(),
            SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(flag).build());
  }

  private void until(Instant time) {
    harness.pass(Duration.between(harness.clock.instant(), time));
  }

  private Invoice latest(Subscription subscription) throws StripeException {
    return invoices(subscription).getFirst();
  }

  private List<Invoice> invoices(Subscription subscription) throws StripeException {
    return harness
        .client
        .v1()
        .invoices()
        .list(InvoiceListParams.builder().setSubscription(subscription.getId()).build())
        .getData();
  }

  private void assertHappenedAt(String type, Instant time) {
    assertThat(harness.receiver.ofType(type))
        .as(type)
        .extracting(one -> Instant.ofEpochSecond(one.event().getCreated()))
        .containsExactly(time);
  }
}
