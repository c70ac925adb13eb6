package dev.freehold.identity.role;

import dev.freehold.kernel.Permissions;
import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is shown.
 *
 * @param id null for the built-in ones, which are code and have no times either
 */
@RegisterForReflection
public record Role(
    @Nullable UUID id,
    UUID organizationId,
    String name,
    @Nullable String displayName,
    @Nullable String description,
    List<String> permissions,
    int memberCount,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    int version) {

  /** In the order they are listed. */
  static final List<String> BUILT_IN = List.of("owner", "admin", "member");

  static Role of(Row row) {
    return new Role(
        row.uuid("id"),
        row.uuid("organization_id"),
        row.text("name"),
        row.textOrNull("display_name"),
        row.textOrNull("description"),
        row.texts("permissions"),
        row.intValue("member_count"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.intValue("version"));
  }

  static Role builtIn(UUID organizationId, String name, int memberCount) {
    return new Role(
        null,
        organizationId,
        name,
        null,
        null,
        List.copyOf(Permissions.ofRole(name)),
        memberCount,
        null,
        null,
        0);
  }
}
