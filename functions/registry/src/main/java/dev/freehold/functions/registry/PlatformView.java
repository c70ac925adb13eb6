package dev.freehold.functions.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freehold.registry.platform.Platform;
import dev.freehold.registry.platform.PlatformStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A platform as answered; operators see three fields more. */
@RegisterForReflection
record PlatformView(
    UUID id,
    String key,
    UUID organizationId,
    String name,
    String slug,
    PlatformStatus status,
    String tier,
    @Nullable String repoName,
    @Nullable UUID ownerUserId,
    @Nullable Instant trialEndsAt,
    @Nullable Instant suspendedAt,
    @Nullable String suspensionReason,
    @Nullable Instant cancellationRequestedAt,
    @Nullable Instant cancelEffectiveAt,
    @Nullable Instant cancelledAt,
    @Nullable String cancellationReason,
    @Nullable Instant deleteAfter,
    @Nullable String provisionError,
    int version,
    Instant createdAt,
    Instant updatedAt,
    @JsonUnwrapped @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OperatorFields operator) {

  /** What operators alone see. */
  @RegisterForReflection
  record OperatorFields(
      @Nullable UUID cloudAccountId,
      @Nullable Instant paymentHoldAt,
      @Nullable Instant operatorHoldAt) {}

  static PlatformView of(Platform p, boolean isForOperator) {
    return new PlatformView(
        p.id,
        p.key,
        p.organizationId,
        p.name,
        p.slug,
        p.status,
        p.tier,
        p.repoName,
        p.ownerUserId,
        p.trialEndsAt,
        p.suspendedAt,
        p.suspensionReason,
        p.cancellationRequestedAt,
        p.cancelEffectiveAt,
        p.cancelledAt,
        p.cancellationReason,
        p.deleteAfter,
        p.provisionError,
        p.version,
        p.createdAt,
        p.updatedAt,
        isForOperator
            ? new OperatorFields(p.cloudAccountId, p.paymentHoldAt, p.operatorHoldAt)
            : null);
  }
}
