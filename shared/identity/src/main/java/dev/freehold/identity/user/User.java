package dev.freehold.identity.user;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person with what belongs to them, as they are shown. */
@RegisterForReflection
public record User(
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
    int version) {

  /** Whether the person may sign in; a ban that ran out by then counts as active. */
  public boolean isOpenAt(Instant now) {
    return status.equals("active") || isBanRunOutAt(now);
  }

  private boolean isBanRunOutAt(Instant now) {
    return banExpiresAt != null && !banExpiresAt.isAfter(now);
  }

  /** As the person is shown from a sign-in on. */
  public User signedInAt(Instant now) {
    return new User(
        id,
        name,
        givenName,
        familyName,
        username,
        avatarUrl,
        email,
        emailVerified,
        role,
        status,
        banReason,
        banExpiresAt,
        twoFactorEnabled,
        passwordSet,
        locale,
        timeZone,
        preferences,
        now,
        deletionScheduledAt,
        createdAt,
        updatedAt,
        version);
  }

  /** Of a row with the columns of {@link Users#SHOWN}. */
  public static User of(Row row) {
    return new User(
        row.uuid("id"),
        row.textOrNull("name"),
        row.textOrNull("given_name"),
        row.textOrNull("family_name"),
        row.textOrNull("username"),
        row.textOrNull("avatar_url"),
        row.textOrNull("email"),
        row.bool("email_verified"),
        row.text("role"),
        row.text("status"),
        row.textOrNull("ban_reason"),
        row.instantOrNull("ban_expires_at"),
        row.bool("two_factor_enabled"),
        row.bool("password_set"),
        row.text("locale"),
        row.text("time_zone"),
        row.json("preferences"),
        row.instantOrNull("last_sign_in_at"),
        row.instantOrNull("deletion_scheduled_at"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.intValue("version"));
  }
}
