package dev.freehold.registry.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** States of a platform; the transitions between them are {@link Transitions}'. */
@RegisterForReflection
public enum PlatformStatus {
  PENDING,
  PROVISIONING,
  ACTIVE,
  SUSPENDED,
  PENDING_CANCELLATION,
  CANCELLED,
  DELETED;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }

  /** Set up, and not ended. */
  public boolean isSettled() {
    return this == ACTIVE || this == SUSPENDED || this == PENDING_CANCELLATION;
  }

  /** Not set up yet. */
  public boolean isBeforeReady() {
    return this == PENDING || this == PROVISIONING;
  }
}
