package dev.freehold.identity.role;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Permissions;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;

/** What a role may be called, and what nobody may give. */
final class RoleRules {

  private static final Set<String> RESERVED = Set.of("owner", "admin", "member", "custom");

  private RoleRules() {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code NAME_RESERVED}
   */
  static void checkName(String name) {
    if (RESERVED.contains(name)) {
      throw IdentityRefusal.NAME_RESERVED.because("the name %s is built in", name);
    }
  }

  /**
   * Nobody gives what is not held at that moment; what is for operators comes with the system role
   * and by no role or grant of an organization.
   *
   * @throws dev.freehold.kernel.Refusal {@code ESCALATION}
   */
  static void checkGiven(Collection<String> given, Predicate<String> held) {
    for (String permission : given) {
      if (Permissions.isOperatorOnly(permission) || !held.test(permission)) {
        throw KernelRefusal.ESCALATION
            .because("you cannot give %s", permission)
            .with("permission", permission);
      }
    }
  }
}
