package dev.freehold.kernel.edge;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of one schedule, as operators see it. */
@RegisterForReflection
public record Run(
    UUID id,
    String operation,
    Instant scheduledAt,
    String status,
    int attempts,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Integer found,
    @Nullable Boolean more,
    @Nullable String error,
    @Nullable String requestId,
    @Nullable UUID startedBy) {}
