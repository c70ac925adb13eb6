package dev.freehold.billing.subscription;

import dev.freehold.billing.plan.PlanKind;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a subscription is for: of one subject at most one is live. */
public record Subject(
    UUID organizationId,
    PlanKind kind,
    @Nullable UUID platformId,
    @Nullable UUID userId,
    @Nullable UUID agentId,
    @Nullable String appKey) {

  static Subject of(Subscription row) {
    return new Subject(
        row.organizationId, row.planKind, row.platformId, row.userId, row.agentId, row.appKey);
  }

  /** True when both cannot be live at once. */
  boolean isThatOf(Subscription row) {
    if (row.planKind != kind) {
      return false;
    }
    return switch (kind) {
      case PLATFORM -> Objects.equals(row.platformId, platformId);
      case AGENT -> Objects.equals(row.userId, userId) && Objects.equals(row.agentId, agentId);
      default -> row.organizationId.equals(organizationId) && Objects.equals(row.appKey, appKey);
    };
  }
}
