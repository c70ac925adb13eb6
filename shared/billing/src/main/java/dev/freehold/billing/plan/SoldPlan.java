package dev.freehold.billing.plan;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One price of one published plan version: what is bought.
 *
 * @param amount minor units per interval
 * @param interval {@code month}, {@code year} or {@code one_time}
 * @param credits included in the version
 * @param creditsValidDays null = until the period's end, for packs for ever
 */
public record SoldPlan(
    UUID planId,
    PlanKind kind,
    String code,
    String name,
    int rank,
    @Nullable UUID agentId,
    @Nullable String appKey,
    @Nullable UUID fallbackPlanId,
    UUID versionId,
    int number,
    int trialDays,
    long credits,
    @Nullable Integer creditsValidDays,
    @Nullable PoolSize pool,
    UUID priceId,
    String interval,
    int intervalCount,
    String currency,
    long amount) {

  /** Sizes of a pool. */
  public record PoolSize(int ramMb, int cpuMillicores, int bandwidthGb) {}

  public boolean isFree() {
    return amount == 0;
  }
}
