package dev.freehold.lambda;

import dev.freehold.kernel.KernelRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * May they: judged from the caller's row alone, in the order account, impersonation, permission,
 * second factor, freshness.
 */
@ApplicationScoped
class Decision {

  private final Clock clock;
  private final Duration freshFor;

  Decision(
      Clock clock,
      @ConfigProperty(name = "freehold.identity.session.fresh-for", defaultValue = "PT15M")
          Duration freshFor) {
    this.clock = clock;
    this.freshFor = freshFor;
  }

  void judge(Caller caller, Http http) {
    if (caller.deletionScheduled() && !http.duringDeletion()) {
      throw KernelRefusal.DELETION_SCHEDULED.because("the account waits for its deletion");
    }
    boolean isWrite = !http.route().startsWith("GET ");
    boolean ofOwnAccount = http.route().contains("/v1/users/me");
    if (caller.isImpersonated() && (http.fresh() || (isWrite && ofOwnAccount))) {
      throw KernelRefusal.IMPERSONATION_FORBIDDEN.because("an operator acts for the user");
    }
    permission(caller, http);
    secondFactor(caller, http);
    if (http.fresh() && !isFresh(caller)) {
      throw KernelRefusal.REAUTHENTICATION_REQUIRED.because("needs a fresh session");
    }
  }

  /** A public operation's use that is of one's own account. */
  void judgeFreshSession(Caller caller) {
    if (caller.deletionScheduled()) {
      throw KernelRefusal.DELETION_SCHEDULED.because("the account waits for its deletion");
    }
    if (caller.isImpersonated()) {
      throw KernelRefusal.IMPERSONATION_FORBIDDEN.because("an operator acts for the user");
    }
    if (!caller.isSession()) {
      throw KernelRefusal.PERMISSION_DENIED.because("needs a session, not a key");
    }
    if (!isFresh(caller)) {
      throw KernelRefusal.REAUTHENTICATION_REQUIRED.because("needs a fresh session");
    }
  }

  private static void permission(Caller caller, Http http) {
    if (isOfSessions(http) && !caller.isSession()) {
      throw KernelRefusal.PERMISSION_DENIED.because("needs a session, not a key");
    }
    if (http.access() == Access.PERMISSION && !caller.may(http.permission())) {
      throw KernelRefusal.PERMISSION_DENIED
          .because("needs the permission %s", http.permission())
          .with("permission", http.permission());
    }
  }

  private static boolean isOfSessions(Http http) {
    return http.access() == Access.SELF || http.access() == Access.OPTIONAL;
  }

  private static void secondFactor(Caller caller, Http http) {
    if (http.access() == Access.PERMISSION
        && caller.needsOperator(http.permission())
        && !caller.hasSecondFactor()) {
      throw KernelRefusal.TWO_FACTOR_REQUIRED.because("operators sign in with a second factor");
    }
    if (!isOfSessions(http)
        && caller.organizationRequiresTwoFactor()
        && !http.twoFactorExempt()
        && !meetsDemand(caller)) {
      throw KernelRefusal.TWO_FACTOR_REQUIRED.because("the organization demands two factors");
    }
  }

  private static boolean meetsDemand(Caller caller) {
    if (!caller.isSession()) {
      return caller.isServiceKey() || caller.twoFactorEnabled();
    }
    return caller.twoFactorEnabled()
        && (caller.hasSecondFactor() || caller.methods().contains("trusted_device"));
  }

  private boolean isFresh(Caller caller) {
    Instant at = caller.authenticatedAt();
    return caller.isSession() && at != null && at.plus(freshFor).isAfter(clock.instant());
  }
}
