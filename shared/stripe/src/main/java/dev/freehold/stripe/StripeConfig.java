package dev.freehold.stripe;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where Stripe is and how it is spoken to. */
@ConfigMapping(prefix = "freehold.billing.stripe")
public interface StripeConfig {

  /** Address of the API without a path; the sandbox's in a local host. */
  @WithDefault("https://api.stripe.com")
  URI baseUrl();

  /** The API key; without one nothing can be bought: {@code PAYMENTS_UNAVAILABLE}. */
  Optional<String> secretKey();

  /** Signs received events; without one none is taken: 503. */
  Optional<String> webhookSecret();

  /** The secret before the last rotation, still accepted. */
  Optional<String> webhookSecretPrevious();

  /**
   * Largest distance between a signature's time and ours, in both directions; equal is accepted.
   */
  @WithDefault("PT5M")
  Duration tolerance();

  /** Whether events of real money are meant for this installation; others are ignored. */
  @WithDefault("false")
  boolean livemode();

  /** Version of the API that is sent with each call. */
  @WithDefault("2026-05-27.dahlia")
  String apiVersion();

  /** How long one try waits for an answer. */
  @WithDefault("PT10S")
  Duration timeout();

  /** Tries of one call, the first included. */
  @WithDefault("3")
  int tries();
}
