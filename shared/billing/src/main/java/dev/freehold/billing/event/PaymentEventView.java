package dev.freehold.billing.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A received event.
 *
 * @param payload only of a single one
 */
@RegisterForReflection
public record PaymentEventView(
    UUID id,
    String provider,
    String providerEventId,
    String type,
    @Nullable String apiVersion,
    boolean livemode,
    @Nullable String objectType,
    @Nullable String objectId,
    Instant eventCreatedAt,
    Instant receivedAt,
    EventStatus status,
    @Nullable String outcome,
    int attempts,
    @Nullable Instant nextAttemptAt,
    @Nullable String lastError,
    @Nullable Instant processedAt,
    @Nullable UUID organizationId,
    @Nullable UUID subscriptionId,
    int replayCount,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode payload) {}
