package dev.freehold.identity.operator;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.user.User;
import dev.freehold.kernel.KernelRefusal;
import java.time.Instant;
import java.util.UUID;

/** Who acts on others: operators not on operators, superadmins on them too, but for themselves. */
public record Operator(UUID id, boolean superadmin) {

  /**
   * @throws dev.freehold.kernel.Refusal {@code TARGET_IS_OPERATOR}
   */
  void requireMayActOn(User target) {
    if (isOperator(target) && (!superadmin || isSelf(target))) {
      throw IdentityRefusal.TARGET_IS_OPERATOR.because("operators do not act on operators");
    }
  }

  /**
   * After the operator's row is locked: whoever waited there and was shut out or demoted meanwhile
   * gives nothing more.
   *
   * @throws dev.freehold.kernel.Refusal {@code PERMISSION_DENIED}
   */
  void requireStill(User self, Instant now) {
    boolean demoted = superadmin ? !self.role().equals(Superadmins.ROLE) : !isOperator(self);
    if (demoted || !self.isOpenAt(now)) {
      throw KernelRefusal.PERMISSION_DENIED.because("your role changed a moment ago");
    }
  }

  boolean isSelf(User target) {
    return id.equals(target.id());
  }

  static boolean isOperator(User target) {
    return !target.role().equals("user");
  }
}
