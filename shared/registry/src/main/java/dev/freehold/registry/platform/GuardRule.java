package dev.freehold.registry.platform;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import org.jspecify.annotations.Nullable;

/** Who may change a platform in which state (registry page, 5.6). */
final class GuardRule {

  private GuardRule() {}

  /** What a change is about. */
  enum Change {
    /** Allowed before the platform is ready: its name, entities, provisioning. */
    EARLY,
    /** Everything else. */
    ORDINARY
  }

  /** Operators, schedules and queues are not held by a platform's state. */
  static boolean isExempt(Call call) {
    if (call.scope().kind() == Scope.Kind.OPERATOR) {
      return true;
    }
    return switch (call.actor().type()) {
      case OPERATOR, SYSTEM, PAYMENT_PROVIDER -> true;
      case USER, API_KEY, SERVICE -> false;
    };
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code PLATFORM_SUSPENDED}, {@code PLATFORM_CANCELLED},
   *     {@code PLATFORM_NOT_READY}
   */
  static void check(Platform platform, Change change) {
    switch (platform.status) {
      case ACTIVE, PENDING_CANCELLATION -> {}
      case SUSPENDED ->
          throw PlatformRefusal.PLATFORM_SUSPENDED
              .because("platform %s is suspended", platform.id)
              .with("reason", holder(platform));
      case CANCELLED ->
          throw PlatformRefusal.PLATFORM_CANCELLED.because("platform %s is cancelled", platform.id);
      case PENDING, PROVISIONING -> {
        if (change == Change.ORDINARY) {
          throw PlatformRefusal.PLATFORM_NOT_READY.because(
              "platform %s is %s", platform.id, platform.status.word());
        }
      }
      case DELETED -> throw new IllegalStateException("a deleted platform was found");
    }
  }

  /** An operator's hold outlasts any payment, so it is named first. */
  static @Nullable String holder(Platform platform) {
    if (platform.operatorHoldAt != null) {
      return "operator";
    }
    return platform.paymentHoldAt == null ? null : "payment";
  }
}
