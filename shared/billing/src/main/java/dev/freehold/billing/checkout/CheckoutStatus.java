package dev.freehold.billing.checkout;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** States of a checkout. Only the provider's event leads from expired to completed. */
@RegisterForReflection
public enum CheckoutStatus {
  OPEN,
  COMPLETED,
  EXPIRED;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
