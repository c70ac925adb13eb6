package dev.freehold.identity.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.user.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as operators see them.
 *
 * @param metadata operators' own notes; the person never sees them
 * @param lockedUntil no attempt at password or second factor is judged before; null = not locked
 */
@RegisterForReflection
public record AnyUser(
    UUID id,
    @Nullable String name,
    @Nullable String givenName,
    @Nullable String familyName,
    @Nullable String username,
    @Nullable String avatarUrl,
    @Nullable String email,
    boolean emailVerified,
    String role,
    String status,
    @Nullable String banReason,
    @Nullable Instant banExpiresAt,
    boolean twoFactorEnabled,
    boolean passwordSet,
    String locale,
    String timeZone,
    JsonNode preferences,
    @Nullable Instant lastSignInAt,
    @Nullable Instant deletionScheduledAt,
    Instant createdAt,
    Instant updatedAt,
    int version,
    JsonNode metadata,
    @Nullable Instant lockedUntil) {

  /**
   * @param now a ban that ran out by then counts as active
   */
  static AnyUser of(User user, JsonNode metadata, @Nullable Instant lockedUntil, Instant now) {
    Instant ends = user.banExpiresAt();
    boolean ranOut = ends != null && !ends.isAfter(now);
    return new AnyUser(
        user.id(),
        user.name(),
        user.givenName(),
        user.familyName(),
        user.username(),
        user.avatarUrl(),
        user.email(),
        user.emailVerified(),
        user.role(),
        ranOut ? "active" : user.status(),
        ranOut ? null : user.banReason(),
        ranOut ? null : ends,
        user.twoFactorEnabled(),
        user.passwordSet(),
        user.locale(),
        user.timeZone(),
        user.preferences(),
        user.lastSignInAt(),
        user.deletionScheduledAt(),
        user.createdAt(),
        user.updatedAt(),
        user.version(),
        metadata,
        lockedUntil);
  }
}
