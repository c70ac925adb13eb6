package dev.freehold.provisioning.job;

import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.registry.Environment;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of provisioning.steps. */
public record Step(
    UUID id,
    UUID jobId,
    int ordinal,
    StepKind kind,
    Phase phase,
    String target,
    @Nullable Environment environment,
    @Nullable UUID resourceId,
    StepInput input,
    StepOutput output,
    StepStatus status,
    boolean bestEffort,
    int attempt,
    int maxAttempts,
    int deferrals,
    int compensationAttempt,
    int maxCompensationAttempts,
    Instant availableAt,
    @Nullable Instant waitUntil,
    @Nullable Long leaseToken,
    @Nullable Instant leaseExpiresAt,
    @Nullable String lastErrorCode,
    @Nullable String lastError,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Instant compensatedAt) {

  static Step planned(
      UUID id,
      UUID jobId,
      int ordinal,
      PlatformPlan.Planned plan,
      ProvisioningConfig config,
      Instant now) {
    return new Step(
        id,
        jobId,
        ordinal,
        plan.kind(),
        plan.phase(),
        plan.target(),
        plan.environment(),
        null,
        plan.input(),
        StepOutput.NONE,
        StepStatus.PENDING,
        false,
        0,
        config.maxAttempts(),
        0,
        0,
        config.maxCompensationAttempts(),
        now,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Somebody may be at work on it. */
  public boolean isHeld(Instant now) {
    return leaseExpiresAt != null && leaseExpiresAt.isAfter(now);
  }

  /** It may have made its object, recorded or not. */
  public boolean wasBegun() {
    return startedAt != null;
  }

  public Environment inEnvironment() {
    if (environment == null) {
      throw new IllegalStateException("step " + id + " has no environment");
    }
    return environment;
  }
}
