package dev.freehold.billing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Who collects the money. */
@RegisterForReflection
public enum Provider {
  STRIPE,
  CREEM,
  /** An operator collects. */
  MANUAL,
  /** There is nothing to collect: free plans, and trials before their checkout. */
  NONE;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
