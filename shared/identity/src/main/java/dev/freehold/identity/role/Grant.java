package dev.freehold.identity.role;

import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One permission given to a member besides the role, or kept from them.
 *
 * @param expiresAt exclusive: over when it has come; null = never
 */
@RegisterForReflection
public record Grant(
    UUID id,
    UUID organizationId,
    UUID userId,
    String permission,
    Effect effect,
    @Nullable String reason,
    UUID grantedBy,
    @Nullable Instant expiresAt,
    Instant createdAt) {

  /** What it does; a denial wins. */
  public enum Effect {
    ALLOW,
    DENY
  }

  static Grant of(Row row) {
    return new Grant(
        row.uuid("id"),
        row.uuid("organization_id"),
        row.uuid("user_id"),
        row.text("permission"),
        Effect.valueOf(row.text("effect").toUpperCase(Locale.ROOT)),
        row.textOrNull("reason"),
        row.uuid("granted_by"),
        row.instantOrNull("expires_at"),
        row.instant("created_at"));
  }

  boolean isOver(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }

  /** A denial that keeps its permission from the member now. */
  boolean deniesAt(Instant now) {
    return effect == Effect.DENY && !isOver(now);
  }

  /** True when a denial until {@code other} lasts at least as long as this one. */
  boolean endsBy(@Nullable Instant other) {
    return other == null || (expiresAt != null && !expiresAt.isAfter(other));
  }
}
