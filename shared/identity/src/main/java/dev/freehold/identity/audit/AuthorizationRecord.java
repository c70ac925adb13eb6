package dev.freehold.identity.audit;

import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One decision as it is shown.
 *
 * @param actorId the impersonating operator
 * @param reason the refusal's code
 */
@RegisterForReflection
public record AuthorizationRecord(
    UUID id,
    Instant occurredAt,
    String operation,
    @Nullable String permission,
    Result result,
    @Nullable UUID userId,
    @Nullable UUID apiKeyId,
    @Nullable UUID clientId,
    @Nullable UUID actorId,
    @Nullable UUID sessionId,
    @Nullable UUID organizationId,
    @Nullable String action,
    @Nullable String resourceType,
    @Nullable String resourceId,
    @Nullable String reason,
    @Nullable String ipAddress,
    @Nullable String userAgent,
    @Nullable String requestId) {

  /** What was decided. */
  public enum Result {
    GRANTED,
    DENIED,
    ERROR
  }

  static AuthorizationRecord of(Row row) {
    return new AuthorizationRecord(
        row.uuid("id"),
        row.instant("occurred_at"),
        row.text("operation"),
        row.textOrNull("permission"),
        Result.valueOf(row.text("result").toUpperCase(Locale.ROOT)),
        row.uuidOrNull("user_id"),
        row.uuidOrNull("api_key_id"),
        row.uuidOrNull("client_id"),
        row.uuidOrNull("actor_id"),
        row.uuidOrNull("session_id"),
        row.uuidOrNull("organization_id"),
        row.textOrNull("action"),
        row.textOrNull("resource_type"),
        row.textOrNull("resource_id"),
        row.textOrNull("reason"),
        row.textOrNull("ip"),
        row.textOrNull("user_agent"),
        row.textOrNull("request_id"));
  }
}
