package dev.freehold.identity.email;

import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An address as its owner sees it. */
@RegisterForReflection
public record Email(
    UUID id,
    String email,
    boolean primary,
    boolean verified,
    @Nullable Instant verifiedAt,
    String via,
    String deliveryStatus,
    Instant createdAt) {

  static Email of(Row row) {
    Instant verifiedAt = row.instantOrNull("verified_at");
    return new Email(
        row.uuid("id"),
        row.text("email"),
        row.bool("is_primary"),
        verifiedAt != null,
        verifiedAt,
        row.text("via"),
        row.text("delivery_status"),
        row.instant("created_at"));
  }
}
