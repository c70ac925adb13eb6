package dev.freehold.billing.subscription;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Stripe's words. */
@RegisterForReflection
public enum SubscriptionStatus {
  INCOMPLETE,
  INCOMPLETE_EXPIRED,
  TRIALING,
  ACTIVE,
  PAST_DUE,
  UNPAID,
  PAUSED,
  CANCELED;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public static SubscriptionStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return word;
  }

  /** It stands in the way of another of the same subject. */
  public boolean isLive() {
    return switch (this) {
      case TRIALING, ACTIVE, PAST_DUE, UNPAID, PAUSED -> true;
      case INCOMPLETE, INCOMPLETE_EXPIRED, CANCELED -> false;
    };
  }

  /** It never lives again. */
  public boolean isEnded() {
    return this == INCOMPLETE_EXPIRED || this == CANCELED;
  }

  /** What was bought may be used, unless it is suspended or its grace is over. */
  public boolean mayBeUsed() {
    return this == TRIALING || this == ACTIVE || this == PAST_DUE;
  }
}
