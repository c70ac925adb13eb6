package dev.freehold.identity.member;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Permissions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Judges whether somebody may give a role: nobody gives what is not held at that moment. */
@ApplicationScoped
public class RoleGifts {

  private final Sql sql;

  RoleGifts(Sql sql) {
    this.sql = sql;
  }

  /**
   * In the transaction that gives the role, so that a custom one cannot go away meanwhile.
   *
   * @throws dev.freehold.kernel.Refusal {@code ROLE_UNKNOWN}, then {@code ESCALATION}
   */
  public void check(UUID organizationId, RoleChoice choice, Giver giver) {
    check(
        choice.role(),
        choice.roleId() == null ? null : permissionsOf(organizationId, choice.roleId()),
        giver);
  }

  private List<String> permissionsOf(UUID organizationId, UUID roleId) {
    return sql.first(
            """
            SELECT permissions FROM identity.organization_roles
            WHERE id = ? AND organization_id = ? FOR KEY SHARE
            """,
            row -> row.texts("permissions"),
            roleId,
            organizationId)
        .orElseThrow(() -> IdentityRefusal.ROLE_UNKNOWN.because("no role %s", roleId));
  }

  /**
   * @param ofCustom the permissions of a custom role; null for the built-in ones
   */
  static void check(RoleChoice.Role role, @Nullable List<String> ofCustom, Giver giver) {
    if (!giver.reaches(role.word())) {
      throw KernelRefusal.ESCALATION.because("you cannot make somebody %s", role.word());
    }
    checkHeld(ofCustom == null ? Permissions.ofRole(role.word()) : ofCustom, giver);
  }

  private static void checkHeld(Collection<String> permissions, Giver giver) {
    for (String permission : permissions) {
      if (!giver.may().test(permission)) {
        throw KernelRefusal.ESCALATION
            .because("you cannot give %s", permission)
            .with("permission", permission);
      }
    }
  }
}
