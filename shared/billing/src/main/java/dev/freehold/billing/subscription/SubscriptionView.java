package dev.freehold.billing.subscription;

import dev.freehold.billing.Provider;
import dev.freehold.billing.plan.PlanKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A subscription as HTTP and its messages show it. */
@RegisterForReflection
public record SubscriptionView(
    UUID id,
    PlanKind planKind,
    UUID planId,
    String planCode,
    int planVersion,
    @Nullable UUID planPriceId,
    UUID organizationId,
    @Nullable UUID platformId,
    @Nullable UUID userId,
    @Nullable UUID agentId,
    @Nullable String appKey,
    Provider provider,
    @Nullable String providerSubscriptionId,
    SubscriptionStatus status,
    boolean usable,
    long amount,
    String currency,
    String interval,
    Instant currentPeriodStart,
    Instant currentPeriodEnd,
    @Nullable Instant trialStart,
    @Nullable Instant trialEnd,
    boolean cancelAtPeriodEnd,
    @Nullable Instant cancelAt,
    @Nullable Instant canceledAt,
    @Nullable Instant endedAt,
    @Nullable PendingChange pendingChange,
    @Nullable Instant pastDueSince,
    @Nullable Instant graceEndsAt,
    @Nullable Instant suspendedAt,
    @Nullable String billingEmail,
    boolean autoFinalize,
    boolean overageEnabled,
    @Nullable Long overageCapAmount,
    @Nullable Pool pool,
    boolean lifetime,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  /** Sizes of a pool. */
  @RegisterForReflection
  public record Pool(int ramMb, int cpuMillicores, int bandwidthGb) {}

  /** A change waiting for its date. */
  @RegisterForReflection
  public record PendingChange(
      UUID planId, String planCode, @Nullable UUID planPriceId, Instant at) {}
}
