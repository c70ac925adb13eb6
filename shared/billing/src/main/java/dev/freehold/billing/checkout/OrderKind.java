package dev.freehold.billing.checkout;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** What an order buys. */
@RegisterForReflection
public enum OrderKind {
  SUBSCRIPTION,
  CREDITS,
  LIFETIME,
  ADDON;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
