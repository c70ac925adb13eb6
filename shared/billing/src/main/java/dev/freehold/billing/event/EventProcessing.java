package dev.freehold.billing.event;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.stripe.StripeConfig;
import dev.freehold.stripe.StripeEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Processes one received event. Its object is read anew at the provider, outside any transaction,
 * and written as it is there now, so the order of events is without meaning.
 */
@ApplicationScoped
public class EventProcessing {

  private static final Logger LOG = Logger.getLogger(EventProcessing.class);

  private final ReceivedEvents events;
  private final StripeConfig stripe;
  private final PaymentEffects payments;
  private final CatalogueEffects catalogue;
  private final RefundEffects refunds;

  EventProcessing(
      ReceivedEvents events,
      StripeConfig stripe,
      PaymentEffects payments,
      CatalogueEffects catalogue,
      RefundEffects refunds) {
    this.events = events;
    this.stripe = stripe;
    this.payments = payments;
    this.catalogue = catalogue;
    this.refunds = refunds;
  }

  /**
   * Not inside a transaction. One that is finished, or with another worker, is left as it is; a
   * failure is kept with its error and attempted again by the schedule.
   */
  public void process(UUID paymentEventId) {
    var claimed = events.claim(paymentEventId);
    if (claimed.isEmpty()) {
      return;
    }
    try {
      asProvider().run(() -> apply(claimed.get()));
    } catch (RuntimeException failure) {
      // The ledger retries by its own schedule; the message is done.
      LOG.warnf(failure, "payment event %s failed", paymentEventId);
      events.fail(claimed.get(), failure);
    }
  }

  /** The audit names who told it, not who worked it off. */
  private static Call asProvider() {
    var call = Call.current();
    return new Call(
        call.scope(),
        new Actor(Actor.Type.PAYMENT_PROVIDER, "stripe", null, null),
        call.requestId(),
        call.traceparent(),
        call.operation(),
        call.ipAddress(),
        call.userAgent(),
        call.state());
  }

  private void apply(ReceivedEvents.Claimed claimed) {
    StripeEvent event = claimed.event();
    if (event.livemode() != stripe.livemode()) {
      catalogue.ignore(claimed, EventOutcome.LIVEMODE_MISMATCH);
      return;
    }
    switch (event.type()) {
      case "checkout.session.completed",
          "checkout.session.async_payment_succeeded",
          "checkout.session.async_payment_failed",
          "checkout.session.expired" ->
          payments.checkout(claimed);
      case "customer.subscription.created",
          "customer.subscription.updated",
          "customer.subscription.deleted",
          "customer.subscription.paused",
          "customer.subscription.resumed",
          "customer.subscription.trial_will_end",
          "customer.subscription.pending_update_applied",
          "customer.subscription.pending_update_expired" ->
          payments.subscription(claimed);
      case "invoice.created",
          "invoice.updated",
          "invoice.finalized",
          "invoice.finalization_failed",
          "invoice.paid",
          "invoice.payment_failed",
          "invoice.payment_action_required",
          "invoice.voided",
          "invoice.marked_uncollectible" ->
          payments.invoice(claimed);
      // The same fact as invoice.paid, which alone grants.
      case "invoice.payment_succeeded" -> catalogue.ignore(claimed, EventOutcome.NO_EFFECT);
      case "refund.created", "refund.updated", "refund.failed", "charge.refunded" ->
          refunds.refund(claimed);
      case "invoice.upcoming" -> payments.upcoming(claimed);
      case "price.created", "price.updated", "price.deleted" -> catalogue.price(claimed);
      case "product.updated", "product.deleted" -> catalogue.product(claimed);
      case "customer.updated", "customer.deleted" -> catalogue.customer(claimed);
      default -> catalogue.ignore(claimed, EventOutcome.UNHANDLED_TYPE);
    }
  }
}
