package dev.freehold.billing.event;

import dev.freehold.billing.account.ProviderCustomers;
import dev.freehold.billing.checkout.Orders;
import dev.freehold.billing.subscription.Cause;
import dev.freehold.billing.subscription.ProviderReads;
import dev.freehold.billing.subscription.SubscriptionSync;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeException;
import dev.freehold.stripe.StripeForm;
import dev.freehold.stripe.StripeInvoice;
import dev.freehold.stripe.StripeSubscription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls that a transaction decided on and that go out after its commit. Each may be made again: the
 * key is the same, and the row follows the answer as it follows an event.
 */
@ApplicationScoped
public class ProviderCalls {

  /**
   * What {@code billing-call-provider} is told.
   *
   * @param call {@code cancel_now}, {@code cancel_at_period_end}, {@code resume}, {@code give_back}
   *     or {@code change_email}
   */
  @RegisterForReflection
  public record CallProvider(
      String call,
      String idempotencyKey,
      @Nullable String providerSubscriptionId,
      @Nullable String providerCustomerId,
      @Nullable String orderId) {}

  private final StripeClient stripe;
  private final ProviderReads reads;
  private final SubscriptionSync subscriptions;
  private final Orders orders;
  private final ProviderCustomers customers;
  private final Transactions transactions;

  ProviderCalls(
      StripeClient stripe,
      ProviderReads reads,
      SubscriptionSync subscriptions,
      Orders orders,
      ProviderCustomers customers,
      Transactions transactions) {
    this.stripe = stripe;
    this.reads = reads;
    this.subscriptions = subscriptions;
    this.orders = orders;
    this.customers = customers;
    this.transactions = transactions;
  }

  /**
   * Not inside a transaction.
   *
   * @throws StripeException when Stripe cannot now: the message comes back
   */
  public void make(CallProvider call) {
    var subscription = "/v1/subscriptions/" + call.providerSubscriptionId();
    var key = call.idempotencyKey();
    switch (call.call()) {
      case "cancel_now" -> cancelNow(subscription, key);
      case "cancel_at_period_end" ->
          stripe.post(subscription, StripeForm.empty().put("cancel_at_period_end", true), key);
      case "resume" ->
          stripe.post(subscription, StripeForm.empty().put("cancel_at_period_end", false), key);
      case "give_back" -> giveBack(subscription, call);
      case "change_email" -> changeEmail(call);
      default -> throw new IllegalArgumentException("unknown call " + call.call());
    }
    if (call.providerSubscriptionId() != null && !call.call().equals("give_back")) {
      follow(subscription);
    }
  }

  private void changeEmail(CallProvider call) {
    var id = String.valueOf(call.providerCustomerId());
    var email = transactions.inScope(Scope.operator(), () -> customers.emailOf(id));
    if (email.isPresent()) {
      var form = StripeForm.empty().put("email", email.get());
      stripe.post("/v1/customers/" + id, form, call.idempotencyKey());
    }
  }

  /** One that is over already is what was asked for. */
  private void cancelNow(String subscription, String key) {
    try {
      stripe.delete(subscription, StripeForm.empty(), key);
    } catch (StripeException e) {
      if (e.reason() != StripeException.Reason.NOT_FOUND
          && e.reason() != StripeException.Reason.INVALID) {
        throw e;
      }
    }
  }

  private void follow(String subscription) {
    var ticket = reads.draw();
    var remote = StripeSubscription.of(stripe.get(subscription));
    transactions.run(
        Scope.operator(),
        () ->
            subscriptions.sync(
                new SubscriptionSync.Read(remote, ticket, Cause.caller(), null), Optional::empty));
  }

  /** The second subscription of one subject: ended, its payment returned, its order refunded. */
  private void giveBack(String subscription, CallProvider call) {
    var remote = StripeSubscription.of(stripe.get(subscription));
    cancelNow(subscription, call.idempotencyKey() + "-cancel");
    var payment =
        remote.latestInvoiceId() == null
            ? null
            : refund(remote.latestInvoiceId(), call.idempotencyKey() + "-refund");
    if (call.orderId() != null && !call.orderId().isEmpty()) {
      var orderId = UUID.fromString(call.orderId());
      transactions.run(Scope.operator(), () -> orders.refundDuplicate(orderId, payment));
    }
  }

  /** What had paid the invoice; null = nothing had. */
  private @Nullable String refund(String invoiceId, String key) {
    var invoice =
        StripeInvoice.of(
            stripe.get(
                "/v1/invoices/" + invoiceId, StripeForm.empty().put("expand[0]", "payments")));
    var payment = invoice.paymentIntentId();
    if (payment != null && invoice.amountPaid() > 0) {
      stripe.post(
          "/v1/refunds",
          StripeForm.empty().put("payment_intent", payment).put("reason", "duplicate"),
          key);
    }
    return payment;
  }
}
