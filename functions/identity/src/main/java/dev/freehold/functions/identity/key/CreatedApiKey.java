package dev.freehold.functions.identity.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.key.ApiKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key just made.
 *
 * @param key shown once; null in a repeated answer
 */
@RegisterForReflection
record CreatedApiKey(
    UUID id,
    UUID organizationId,
    UUID userId,
    ApiKey.Kind kind,
    boolean crossOrganization,
    String name,
    String prefix,
    String start,
    List<String> permissions,
    ApiKey.RateLimit rateLimit,
    @Nullable Long remaining,
    ApiKey.@Nullable Refill refill,
    long requestCount,
    boolean enabled,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable Instant previousKeyExpiresAt,
    JsonNode metadata,
    Instant createdAt,
    Instant updatedAt,
    int version,
    @Nullable String key) {

  static CreatedApiKey of(ApiKey made, @Nullable String secret) {
    return new CreatedApiKey(
        made.id(),
        made.organizationId(),
        made.userId(),
        made.kind(),
        made.crossOrganization(),
        made.name(),
        made.prefix(),
        made.start(),
        made.permissions(),
        made.rateLimit(),
        made.remaining(),
        made.refill(),
        made.requestCount(),
        made.enabled(),
        made.expiresAt(),
        made.lastUsedAt(),
        made.revokedAt(),
        made.previousKeyExpiresAt(),
        made.metadata(),
        made.createdAt(),
        made.updatedAt(),
        made.version(),
        secret);
  }
}
