package dev.freehold.provisioning.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of provisioning.jobs. */
public record Job(
    UUID id,
    UUID organizationId,
    UUID platformId,
    JobType type,
    @Nullable UUID entityId,
    @Nullable UUID stackId,
    @Nullable String featureId,
    @Nullable String featureVersion,
    @Nullable UUID customDomainId,
    @Nullable String environment,
    @Nullable String planTier,
    JobPayload payload,
    JobStatus status,
    @Nullable FailureKind failureKind,
    @Nullable String errorCode,
    @Nullable String error,
    @Nullable String rollbackError,
    @Nullable UUID parentJobId,
    @Nullable UUID replayOf,
    String dedupKey,
    String requestedByType,
    String requestedBy,
    @Nullable Instant cancelRequestedAt,
    @Nullable Instant deadlineAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Instant rolledBackAt,
    Instant createdAt,
    Instant updatedAt) {}
