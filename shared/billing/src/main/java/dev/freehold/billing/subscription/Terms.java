package dev.freehold.billing.subscription;

import dev.freehold.billing.Provider;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything of a subscription that can change: two equal ones need no message. */
record Terms(
    SubscriptionStatus status,
    Provider provider,
    @Nullable String providerSubscriptionId,
    UUID planVersionId,
    @Nullable UUID planPriceId,
    long amount,
    Instant periodStart,
    Instant periodEnd,
    Instant anchor,
    @Nullable Instant trialStart,
    @Nullable Instant trialEnd,
    boolean cancelAtPeriodEnd,
    @Nullable Instant cancelAt,
    @Nullable Instant canceledAt,
    @Nullable Instant endedAt,
    @Nullable Instant pastDueSince,
    @Nullable Instant graceEndsAt,
    @Nullable Instant suspendedAt,
    boolean overageEnabled) {

  static Terms of(Subscription row) {
    return new Terms(
        row.status,
        row.provider,
        row.providerSubscriptionId,
        row.planVersionId,
        row.planPriceId,
        row.amount,
        row.currentPeriodStart,
        row.currentPeriodEnd,
        row.billingAnchor,
        row.trialStart,
        row.trialEnd,
        row.cancelAtPeriodEnd,
        row.cancelAt,
        row.canceledAt,
        row.endedAt,
        row.pastDueSince,
        row.graceEndsAt,
        row.suspendedAt,
        row.overageEnabled);
  }
}
