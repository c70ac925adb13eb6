package dev.freehold.identity.member;

import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.kernel.KernelRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * What somebody may give at this moment: who waited for another's change of the same organization
 * is judged by what it left them, not by what the edge saw before.
 */
@ApplicationScoped
public class Giving {

  private final Owners owners;
  private final PermissionCheck check;

  Giving(Owners owners, PermissionCheck check) {
    this.owners = owners;
    this.check = check;
  }

  /**
   * An organization locked until the commit.
   *
   * @param accountable its accountable owner
   * @param giver who changes something there, with what they hold now
   */
  public record Turn(UUID accountable, Giver giver) {}

  /**
   * Queues up at the organization.
   *
   * @param permission what the operation needs
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}
   */
  public Turn begin(UUID organizationId, Giver giver, String permission) {
    UUID accountable = owners.lock(organizationId);
    UUID userId = giver.userId();
    if (userId == null || giver.role() == null) {
      return new Turn(accountable, giver);
    }
    Giver now =
        check
            .find(organizationId, userId)
            .map(giver::cutTo)
            .filter(still -> still.may().test(permission))
            .orElseThrow(
                () ->
                    KernelRefusal.PERMISSION_DENIED
                        .because("what you may do changed a moment ago")
                        .with("permission", permission));
    return new Turn(accountable, now);
  }
}
