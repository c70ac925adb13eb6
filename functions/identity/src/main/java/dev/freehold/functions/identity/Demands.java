package dev.freehold.functions.identity;

import dev.freehold.identity.member.Giver;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Caller;

/** Permissions that depend on whose thing it is, so that the route cannot name them. */
public final class Demands {

  private Demands() {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code PERMISSION_DENIED}
   */
  public static void permission(Caller caller, String permission) {
    if (!caller.may(permission)) {
      throw KernelRefusal.PERMISSION_DENIED
          .because("needs the permission %s", permission)
          .with("permission", permission);
    }
  }

  /**
   * As {@link #permission}; who holds it as an operator only, needs a second factor.
   *
   * @throws dev.freehold.kernel.Refusal {@code PERMISSION_DENIED}, {@code TWO_FACTOR_REQUIRED}
   */
  public static void operatorsToo(Caller caller, String permission) {
    permission(caller, permission);
    if (caller.needsOperator(permission) && !caller.hasSecondFactor()) {
      throw KernelRefusal.TWO_FACTOR_REQUIRED.because("operators sign in with a second factor");
    }
  }

  /** The caller as somebody who gives roles or permissions. */
  public static Giver giver(Caller caller) {
    return new Giver(caller.userId(), caller.apiKeyId(), caller.role(), caller::may);
  }
}
