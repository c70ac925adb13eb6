package dev.freehold.billing.plan;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** What kind of thing a plan sells; the first four are subscribed to, the others bought once. */
@RegisterForReflection
public enum PlanKind {
  PLATFORM,
  ORGANIZATION,
  POOL,
  AGENT,
  CREDITS_PACK,
  LIFETIME,
  ADDON;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }

  public static PlanKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public boolean isSubscribed() {
    return this == PLATFORM || this == ORGANIZATION || this == POOL || this == AGENT;
  }
}
