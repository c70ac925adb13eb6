package dev.freehold.billing.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A plan with the version that is sold now. */
@RegisterForReflection
public record PlanView(
    UUID id,
    PlanKind kind,
    String code,
    String name,
    String description,
    @Nullable UUID agentId,
    @Nullable String appKey,
    int rank,
    String status,
    boolean recommended,
    boolean autoStart,
    int sortOrder,
    @Nullable UUID fallbackPlanId,
    Version version) {

  /** What the plan gives and costs. */
  @RegisterForReflection
  public record Version(
      UUID id,
      int number,
      @Nullable Instant publishedAt,
      int trialDays,
      long creditsIncluded,
      String creditsGrant,
      @Nullable Integer creditsValidDays,
      @Nullable Pool pool,
      @Nullable JsonNode addon,
      JsonNode limits,
      JsonNode features,
      JsonNode highlights,
      List<Price> prices,
      List<Metric> metrics) {}

  /** Sizes of a pool. */
  @RegisterForReflection
  public record Pool(int ramMb, int cpuMillicores, int bandwidthGb) {}

  /** One price; amounts in minor units. */
  @RegisterForReflection
  public record Price(
      UUID id,
      String interval,
      int intervalCount,
      String currency,
      long amount,
      Map<String, String> providerPriceIds) {}

  /**
   * How much of a metric is included, and what more of it costs.
   *
   * @param included null = unlimited
   */
  @RegisterForReflection
  public record Metric(
      String metric,
      @Nullable Long included,
      String enforcement,
      List<Integer> alertThresholds,
      @Nullable Overage overage) {}

  /** The price of use above what is included. */
  @RegisterForReflection
  public record Overage(
      String currency,
      long blockSize,
      long unitAmount,
      String rounding,
      @Nullable Long maxAmount) {}
}
