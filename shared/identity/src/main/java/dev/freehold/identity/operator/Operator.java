package dev.freehold.identity.operator;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.user.User;
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

  boolean isSelf(User target) {
    return id.equals(target.id());
  }

  static boolean isOperator(User target) {
    return !target.role().equals("user");
  }
}
