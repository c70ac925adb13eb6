package dev.freehold.stripe;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of a test, without a container. */
record FixedStripeConfig(
    URI baseUrl, Optional<String> webhookSecret, Optional<String> webhookSecretPrevious)
    implements StripeConfig {

  static FixedStripeConfig at(URI baseUrl) {
    return new FixedStripeConfig(baseUrl, Optional.empty(), Optional.empty());
  }

  static FixedStripeConfig signing(Optional<String> secret, Optional<String> previous) {
    return new FixedStripeConfig(URI.create("http://127.0.0.1:1"), secret, previous);
  }

  @Override
  public Optional<String> secretKey() {
    return Optional.of("sk_test_of_the_tests");
  }

  @Override
  public Duration tolerance() {
    return Duration.ofMinutes(5);
  }

  @Override
  public boolean livemode() {
    return false;
  }

  @Override
  public String apiVersion() {
    return "2026-05-27.dahlia";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(10);
  }

  @Override
  public int tries() {
    return 3;
  }
}
