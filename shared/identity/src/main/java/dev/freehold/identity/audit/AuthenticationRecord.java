package dev.freehold.identity.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the authentication audit as it is shown; never the address that was tried.
 *
 * @param actorId the impersonating or acting operator
 */
@RegisterForReflection
public record AuthenticationRecord(
    UUID id,
    Instant occurredAt,
    String eventType,
    Result result,
    @Nullable UUID userId,
    @Nullable UUID organizationId,
    @Nullable UUID actorId,
    @Nullable UUID sessionId,
    @Nullable String method,
    @Nullable String failureReason,
    @Nullable String ipAddress,
    @Nullable String userAgent,
    @Nullable JsonNode deviceInfo,
    @Nullable String requestId,
    @Nullable JsonNode details) {

  /** How it went. */
  public enum Result {
    SUCCESS,
    FAILURE,
    ERROR
  }

  static AuthenticationRecord of(Row row) {
    return new AuthenticationRecord(
        row.uuid("id"),
        row.instant("occurred_at"),
        row.text("event_type"),
        Result.valueOf(row.text("result").toUpperCase(Locale.ROOT)),
        row.uuidOrNull("user_id"),
        row.uuidOrNull("organization_id"),
        row.uuidOrNull("actor_id"),
        row.uuidOrNull("session_id"),
        row.textOrNull("method"),
        row.textOrNull("failure_reason"),
        row.textOrNull("ip"),
        row.textOrNull("user_agent"),
        row.jsonOrNull("device_info"),
        row.textOrNull("request_id"),
        row.jsonOrNull("details"));
  }
}
