package dev.freehold.billing.event;

import dev.freehold.billing.account.ProviderCustomers;
import dev.freehold.billing.account.ProviderPrices;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.stripe.StripePrice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Effects of events that need no more than what they carry: prices, products, customers. */
@ApplicationScoped
class CatalogueEffects {

  private final ReceivedEvents events;
  private final ProviderPrices prices;
  private final ProviderCustomers customers;
  private final Transactions transactions;

  CatalogueEffects(
      ReceivedEvents events,
      ProviderPrices prices,
      ProviderCustomers customers,
      Transactions transactions) {
    this.events = events;
    this.prices = prices;
    this.customers = customers;
    this.transactions = transactions;
  }

  void ignore(ReceivedEvents.Claimed claimed, EventOutcome outcome) {
    finish(claimed, () -> outcome);
  }

  void price(ReceivedEvents.Claimed claimed) {
    var event = claimed.event();
    finish(
        claimed,
        () -> {
          boolean written =
              event.type().equals("price.deleted")
                  ? prices.deactivate(String.valueOf(event.objectId()), event.createdAt())
                  : prices.mirror(StripePrice.of(event.object()), event.createdAt());
          return written ? EventOutcome.APPLIED : EventOutcome.STALE;
        });
  }

  /** A deleted product, or one taken out of sale, takes its prices along. */
  void product(ReceivedEvents.Claimed claimed) {
    var event = claimed.event();
    boolean over =
        event.type().equals("product.deleted") || !event.object().path("active").asBoolean(true);
    finish(
        claimed,
        () ->
            over && prices.deactivateProduct(String.valueOf(event.objectId()), event.createdAt())
                ? EventOutcome.APPLIED
                : EventOutcome.NO_EFFECT);
  }

  void customer(ReceivedEvents.Claimed claimed) {
    var object = claimed.event().object();
    boolean deleted =
        claimed.event().type().equals("customer.deleted") || object.path("deleted").asBoolean();
    finish(
        claimed,
        () ->
            customers.mirror(
                    String.valueOf(claimed.event().objectId()),
                    object.hasNonNull("email") ? object.get("email").asText() : null,
                    object.path("delinquent").asBoolean(),
                    deleted)
                ? EventOutcome.APPLIED
                : EventOutcome.FOREIGN);
  }

  private void finish(ReceivedEvents.Claimed claimed, Supplier<EventOutcome> effect) {
    transactions.run(Scope.operator(), () -> events.finish(claimed, EventEffect.of(effect.get())));
  }
}
