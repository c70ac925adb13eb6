package dev.freehold.identity.member;

import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person in an organization.
 *
 * @param roleId of a custom role; null for the built-in ones
 * @param twoFactorEnabled null for readers who may not change members
 */
@RegisterForReflection
public record Member(
    UUID id,
    UUID organizationId,
    UUID userId,
    @Nullable String name,
    @Nullable String email,
    @Nullable String avatarUrl,
    String role,
    @Nullable UUID roleId,
    String roleName,
    @Nullable Boolean twoFactorEnabled,
    Instant createdAt,
    Instant updatedAt,
    int version) {

  /** Of a row of {@code identity.show_members}. */
  public static Member of(Row row) {
    return new Member(
        row.uuid("id"),
        row.uuid("organization_id"),
        row.uuid("user_id"),
        row.textOrNull("name"),
        row.textOrNull("email"),
        row.textOrNull("avatar_url"),
        row.text("role"),
        row.uuidOrNull("role_id"),
        row.text("role_name"),
        row.bool("two_factor_enabled"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.intValue("version"));
  }

  /** As readers see it who may not change members. */
  public Member withoutTwoFactor() {
    return new Member(
        id,
        organizationId,
        userId,
        name,
        email,
        avatarUrl,
        role,
        roleId,
        roleName,
        null,
        createdAt,
        updatedAt,
        version);
  }
}
