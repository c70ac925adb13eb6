package dev.freehold.billing.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.billing.checkout.Orders;
import dev.freehold.billing.invoice.InvoiceSync;
import dev.freehold.billing.subscription.Cause;
import dev.freehold.billing.subscription.ProviderReads;
import dev.freehold.billing.subscription.SubscriptionNotices;
import dev.freehold.billing.subscription.SubscriptionSync;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.stripe.StripeCheckout;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeException;
import dev.freehold.stripe.StripeForm;
import dev.freehold.stripe.StripeInvoice;
import dev.freehold.stripe.StripeSubscription;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Effects of events about checkouts, subscriptions and invoices: read anew, then written. */
@ApplicationScoped
class PaymentEffects {

  private final ReceivedEvents events;
  private final StripeClient stripe;
  private final Orders orders;
  private final SubscriptionSync subscriptions;
  private final SubscriptionNotices notices;
  private final InvoiceSync invoices;
  private final Transactions transactions;
  private final Outbox outbox;

  PaymentEffects(
      ReceivedEvents events,
      StripeClient stripe,
      Orders orders,
      SubscriptionSync subscriptions,
      SubscriptionNotices notices,
      InvoiceSync invoices,
      Transactions transactions,
      Outbox outbox) {
    this.events = events;
    this.stripe = stripe;
    this.orders = orders;
    this.subscriptions = subscriptions;
    this.notices = notices;
    this.invoices = invoices;
    this.transactions = transactions;
    this.outbox = outbox;
  }

  /** The session, and the subscription that came of it. */
  void checkout(ReceivedEvents.Claimed claimed) {
    var ticket = claimed.ticket();
    var session = read("checkout/sessions", claimed.event().objectId()).map(StripeCheckout::of);
    var remote =
        session
            .map(StripeCheckout::subscriptionId)
            .flatMap(id -> read("subscriptions", id))
            .map(StripeSubscription::of);
    boolean failed = claimed.event().type().endsWith("async_payment_failed");
    write(
        claimed,
        () -> {
          var known = session.flatMap(this::orderOf);
          if (known.isEmpty()) {
            return EventEffect.of(EventOutcome.FOREIGN);
          }
          boolean changed = orders.sync(known.get(), session.get(), failed);
          var result = remote.map(found -> sync(claimed, ticket, found));
          boolean bound =
              result.map(r -> r.outcome() == SubscriptionSync.Outcome.APPLIED).orElse(false);
          return new EventEffect(
              changed || bound ? EventOutcome.APPLIED : EventOutcome.NO_EFFECT,
              known.get().organizationId(),
              result.map(SubscriptionSync.Result::subscriptionId).orElse(null));
        });
  }

  private Optional<Orders.Known> orderOf(StripeCheckout session) {
    return orders
        .find(session.clientReferenceId(), null)
        .or(
            () ->
                orders.find(
                    session.metadata().get("freehold_order"),
                    session.metadata().get("freehold_subscription")));
  }

  void subscription(ReceivedEvents.Claimed claimed) {
    var ticket = claimed.ticket();
    var remote = read("subscriptions", claimed.event().objectId()).map(StripeSubscription::of);
    write(
        claimed,
        () -> {
          if (remote.isEmpty()) {
            return EventEffect.of(EventOutcome.FOREIGN);
          }
          var effect = effect(sync(claimed, ticket, remote.get()));
          if (claimed.event().type().endsWith("trial_will_end")) {
            return notice(effect, "trial_ending");
          }
          return effect;
        });
  }

  /** The coming renewal has no id yet; its subscription is told. */
  void upcoming(ReceivedEvents.Claimed claimed) {
    var id = subscriptionOf(claimed.event().object());
    write(
        claimed,
        () ->
            id == null
                ? EventEffect.of(EventOutcome.FOREIGN)
                : notices
                    .find(id)
                    .map(
                        found ->
                            notice(
                                new EventEffect(
                                    EventOutcome.NO_EFFECT, found.organizationId(), found.id()),
                                "renewal_upcoming"))
                    .orElse(EventEffect.of(EventOutcome.FOREIGN)));
  }

  private static @Nullable String subscriptionOf(JsonNode invoice) {
    var present = invoice.path("parent").path("subscription_details").path("subscription");
    var found = present.isTextual() ? present : invoice.path("subscription");
    return found.isTextual() ? found.asText() : null;
  }

  private EventEffect notice(EventEffect effect, String what) {
    if (effect.subscriptionId() == null) {
      return effect;
    }
    notices.tell(effect.subscriptionId(), what);
    return new EventEffect(EventOutcome.APPLIED, effect.organizationId(), effect.subscriptionId());
  }

  /** The invoice; before it its subscription, when the invoice is the first we hear of that. */
  void invoice(ReceivedEvents.Claimed claimed) {
    var ticket = claimed.ticket();
    var withPayments = StripeForm.empty().put("expand[0]", "payments");
    var remote = read("invoices", claimed.event().objectId(), withPayments).map(StripeInvoice::of);
    if (remote.isEmpty()) {
      write(claimed, () -> EventEffect.of(EventOutcome.FOREIGN));
      return;
    }
    var subscriptionId = remote.get().subscriptionId();
    var unknown =
        subscriptionId == null || isKnown(subscriptionId)
            ? Optional.<StripeSubscription>empty()
            : read("subscriptions", subscriptionId).map(StripeSubscription::of);
    write(
        claimed,
        () -> {
          unknown.ifPresent(found -> sync(claimed, ticket, found));
          return invoices
              .sync(
                  new InvoiceSync.Read(
                      remote.get(), ticket, claimed.event().createdAt(), claimed.event().type()))
              .map(
                  result ->
                      new EventEffect(
                          result.changed() ? EventOutcome.APPLIED : EventOutcome.NO_EFFECT,
                          result.organizationId(),
                          result.subscriptionId()))
              .orElseGet(() -> EventEffect.of(EventOutcome.FOREIGN));
        });
  }

  private boolean isKnown(String providerSubscriptionId) {
    return transactions.inScope(
        Scope.operator(), () -> notices.find(providerSubscriptionId).isPresent());
  }

  private SubscriptionSync.Result sync(
      ReceivedEvents.Claimed claimed, ProviderReads.Ticket ticket, StripeSubscription remote) {
    var result =
        subscriptions.sync(
            new SubscriptionSync.Read(
                remote, ticket, Cause.event(claimed.id()), claimed.event().createdAt()),
            () -> orderOf(remote).flatMap(order -> Optional.ofNullable(order.what())));
    if (result.outcome() == SubscriptionSync.Outcome.DUPLICATE) {
      giveBack(remote, orderOf(remote));
    }
    return result;
  }

  private Optional<Orders.Known> orderOf(StripeSubscription remote) {
    return orders.find(
        remote.metadata().get("freehold_order"), remote.metadata().get("freehold_subscription"));
  }

  /** A second one was paid for the same subject: canceled and refunded after the commit. */
  private void giveBack(StripeSubscription second, Optional<Orders.Known> order) {
    if (second.endedAt() != null) {
      return;
    }
    outbox.send(
        Message.command("billing-call-provider")
            .organization(order.map(Orders.Known::organizationId).orElse(null))
            .data(
                Map.of(
                    "call",
                    "give_back",
                    "providerSubscriptionId",
                    second.id(),
                    "orderId",
                    order.map(known -> known.orderId().toString()).orElse(""),
                    "idempotencyKey",
                    "fh-dup-" + second.id())));
  }

  private static EventEffect effect(SubscriptionSync.Result result) {
    var outcome =
        switch (result.outcome()) {
          case APPLIED, DUPLICATE -> EventOutcome.APPLIED;
          case NO_EFFECT -> EventOutcome.NO_EFFECT;
          case STALE -> EventOutcome.STALE;
          case FOREIGN -> EventOutcome.FOREIGN;
        };
    return new EventEffect(outcome, result.organizationId(), result.subscriptionId());
  }

  /** Empty when the provider has no such object, or not for us. */
  private Optional<JsonNode> read(String kind, @Nullable String id) {
    return read(kind, id, StripeForm.empty());
  }

  private Optional<JsonNode> read(String kind, @Nullable String id, StripeForm query) {
    try {
      return id == null
          ? Optional.empty()
          : Optional.of(stripe.get("/v1/" + kind + "/" + id, query));
    } catch (StripeException e) {
      if (e.reason() == StripeException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void write(ReceivedEvents.Claimed claimed, Supplier<EventEffect> effect) {
    transactions.run(Scope.operator(), () -> events.finish(claimed, effect.get()));
  }
}
