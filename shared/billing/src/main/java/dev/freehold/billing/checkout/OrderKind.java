package dev.freehold.billing.checkout;

import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** What an order buys. */
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
