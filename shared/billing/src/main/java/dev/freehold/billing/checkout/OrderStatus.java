package dev.freehold.billing.checkout;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** States of an order. A late payment wins over failed and expired. */
@RegisterForReflection
public enum OrderStatus {
  PENDING,
  COMPLETED,
  FAILED,
  EXPIRED,
  PARTIALLY_REFUNDED,
  REFUNDED;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }

  boolean mayComplete() {
    return this == PENDING || this == FAILED || this == EXPIRED;
  }
}
