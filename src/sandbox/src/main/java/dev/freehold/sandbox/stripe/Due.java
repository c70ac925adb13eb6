package dev.freehold.sandbox.stripe;

import java.time.Instant;

/** Something Stripe does by itself at {@code at}. */
record Due(Instant at, Runnable work) {

  static Due at(long seconds, Runnable work) {
    return new Due(Instant.ofEpochSecond(seconds), work);
  }
}
