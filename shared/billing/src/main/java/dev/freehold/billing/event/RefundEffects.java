package dev.freehold.billing.event;

import dev.freehold.billing.checkout.RefundSync;
import dev.freehold.billing.subscription.ProviderReads;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeForm;
import dev.freehold.stripe.StripeRefund;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Effects of events about refunds: all refunds of the charge are read anew, then written. */
@ApplicationScoped
class RefundEffects {

  private static final int MOST_OF_ONE_CHARGE = 100;

  private final ReceivedEvents events;
  private final StripeClient stripe;
  private final RefundSync refunds;
  private final Transactions transactions;

  RefundEffects(
      ReceivedEvents events, StripeClient stripe, RefundSync refunds, Transactions transactions) {
    this.events = events;
    this.stripe = stripe;
    this.refunds = refunds;
    this.transactions = transactions;
  }

  void refund(ReceivedEvents.Claimed claimed) {
    var ticket = claimed.ticket();
    var object = claimed.event().object();
    var charge =
        claimed.event().type().equals("charge.refunded")
            ? String.valueOf(claimed.event().objectId())
            : object.path("charge").asText();
    var found = read(charge);
    demandKnown(found, charge);
    transactions.run(Scope.operator(), () -> events.finish(claimed, write(found, ticket)));
  }

  private List<StripeRefund> read(String charge) {
    var query = StripeForm.empty().put("charge", charge).put("limit", MOST_OF_ONE_CHARGE);
    return stripe
        .get("/v1/refunds", query)
        .path("data")
        .valueStream()
        .map(StripeRefund::of)
        .toList();
  }

  /** A payment of a customer of ours that is not known yet will be: the event is tried again. */
  private void demandKnown(List<StripeRefund> found, String charge) {
    boolean known =
        found.isEmpty()
            || transactions.inScope(
                Scope.operator(),
                () -> refunds.paidBy(found.getFirst().paymentIntentId()).isPresent());
    if (known) {
      return;
    }
    var customer = stripe.get("/v1/charges/" + charge).path("customer").asText();
    if (transactions.inScope(Scope.operator(), () -> refunds.isOurs(customer))) {
      throw new IllegalStateException("the payment of charge " + charge + " is not known yet");
    }
  }

  private EventEffect write(List<StripeRefund> found, ProviderReads.Ticket ticket) {
    if (found.isEmpty()) {
      return EventEffect.of(EventOutcome.FOREIGN);
    }
    var paid = refunds.paidBy(found.getFirst().paymentIntentId());
    if (paid.isEmpty()) {
      return EventEffect.of(EventOutcome.FOREIGN);
    }
    boolean changed = false;
    for (StripeRefund refund : found) {
      changed |= refunds.sync(paid.get(), refund, ticket);
    }
    return new EventEffect(
        changed ? EventOutcome.APPLIED : EventOutcome.NO_EFFECT, paid.get().organizationId(), null);
  }
}
