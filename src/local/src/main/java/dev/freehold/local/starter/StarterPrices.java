package dev.freehold.local.starter;

import jakarta.enterprise.context.ApplicationScoped;

/** The shipped plans' prices at the payment provider. */
@ApplicationScoped
class StarterPrices {

  void make() {}
}
