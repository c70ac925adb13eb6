package dev.freehold.identity.device;

import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trusted device as its owner sees it. */
@RegisterForReflection
public record Device(
    UUID id,
    String name,
    @Nullable String ipAddress,
    @Nullable Instant lastUsedAt,
    Instant expiresAt,
    Instant createdAt) {

  static Device of(Row row) {
    return new Device(
        row.uuid("id"),
        row.text("name"),
        row.textOrNull("ip"),
        row.instantOrNull("last_used_at"),
        row.instant("expires_at"),
        row.instant("created_at"));
  }
}
