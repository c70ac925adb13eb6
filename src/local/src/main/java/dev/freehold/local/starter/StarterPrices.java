package dev.freehold.local.starter;

import dev.freehold.billing.account.ProviderPrices;
import jakarta.enterprise.context.ApplicationScoped;

/** The shipped plans' prices at the payment provider. */
@ApplicationScoped
class StarterPrices {

  private final ProviderPrices prices;

  StarterPrices(ProviderPrices prices) {
    this.prices = prices;
  }

  /** Those that the provider has already stay. */
  void make() {
    prices.pushMissing();
  }
}
