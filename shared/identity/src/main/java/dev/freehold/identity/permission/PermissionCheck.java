package dev.freehold.identity.permission;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Permissions;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a member may do, for others who ask: one statement. */
@ApplicationScoped
public class PermissionCheck {

  private final Sql sql;
  private final Clock clock;

  PermissionCheck(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * What a member may do and by which role. Who is blocked keeps the role and may do nothing.
   *
   * @param roleId null for the built-in ones
   */
  public record Effective(String role, @Nullable UUID roleId, Rights rights) {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} when the person is no member
   */
  @Transactional
  public Rights ofMember(UUID organizationId, UUID userId) {
    return effective(organizationId, userId).rights();
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} when the person is no member
   */
  @Transactional
  public Effective effective(UUID organizationId, UUID userId) {
    return find(organizationId, userId).orElseThrow(() -> KernelRefusal.notFound("member"));
  }

  /** Empty when the person is no member. */
  @Transactional
  public Optional<Effective> find(UUID organizationId, UUID userId) {
    Instant now = clock.instant();
    return sql.first(
        """
        SELECT r.*, NULL::text[] AS key_permissions, NULL::text AS key_kind
        FROM identity.member_rights(?, ?, ?) r
        """,
        PermissionCheck::effective,
        organizationId,
        userId,
        now);
  }

  private static Effective effective(Row row) {
    Rights rights = Rights.of(row);
    return new Effective(
        row.text("role"),
        row.uuidOrNull("custom_role_id"),
        row.bool("is_blocked") ? rights.ofNobody() : rights);
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code UNKNOWN_PERMISSION}
   */
  public static void checkKnown(Iterable<String> permissions) {
    for (String permission : permissions) {
      if (!Permissions.isKnown(permission)) {
        throw IdentityRefusal.UNKNOWN_PERMISSION
            .because("there is no permission %s", permission)
            .with("permission", permission);
      }
    }
  }
}
