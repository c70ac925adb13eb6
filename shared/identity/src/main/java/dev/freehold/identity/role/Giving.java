package dev.freehold.identity.role;

import dev.freehold.identity.member.Giver;
import dev.freehold.identity.member.Owners;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.identity.permission.Rights;
import dev.freehold.kernel.KernelRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What somebody may give at this moment: who waited for another's change of the same organization
 * is judged by what it left them.
 */
@ApplicationScoped
class Giving {

  private final Owners owners;
  private final PermissionCheck check;

  Giving(Owners owners, PermissionCheck check) {
    this.owners = owners;
    this.check = check;
  }

  /**
   * Queues up at the organization.
   *
   * @param permission what the operation needs
   * @return what they may give
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}
   */
  Predicate<String> begin(UUID organizationId, Giver giver, String permission) {
    owners.lock(organizationId);
    UUID userId = giver.userId();
    if (userId == null || giver.role() == null) {
      return giver.may();
    }
    Optional<Rights> now =
        check.find(organizationId, userId).map(PermissionCheck.Effective::rights);
    Predicate<String> held =
        wanted -> giver.may().test(wanted) && now.isPresent() && now.get().judge(wanted).allowed();
    if (!held.test(permission)) {
      throw KernelRefusal.PERMISSION_DENIED
          .because("what you may do changed a moment ago")
          .with("permission", permission);
    }
    return held;
  }
}
