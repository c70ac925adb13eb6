package dev.freehold.kernel.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of every queue message. */
@RegisterForReflection
public record Envelope(
    UUID id,
    String type,
    Instant occurredAt,
    @Nullable UUID organizationId,
    @Nullable UUID platformId,
    @Nullable String requestId,
    @Nullable String traceparent,
    JsonNode data) {

  /** The payload; fields the type does not know are ignored, for the sender may be newer. */
  public <T> T data(Class<T> as) {
    return Json.readLenient(data, as);
  }
}
