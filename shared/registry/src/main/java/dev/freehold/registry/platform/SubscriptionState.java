package dev.freehold.registry.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the registry needs of billing's whole Subscription.
 *
 * @param version rises with every change of the subscription
 * @param suspendedAt set exactly while dunning or an unpaid trial has suspended it
 * @param cancelAt set exactly while an end is due
 */
@RegisterForReflection
public record SubscriptionState(
    UUID id,
    int version,
    @Nullable UUID platformId,
    String planCode,
    String status,
    boolean usable,
    @Nullable Instant trialEnd,
    @Nullable Instant suspendedAt,
    @Nullable Instant cancelAt,
    @Nullable Instant endedAt) {

  boolean isCanceled() {
    return status.equals("canceled");
  }
}
