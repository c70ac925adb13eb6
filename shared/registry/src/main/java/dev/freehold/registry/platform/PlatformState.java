package dev.freehold.registry.platform;

import org.jspecify.annotations.Nullable;

/** What a platform's columns say its status is to be. */
final class PlatformState {

  /** The reason of a suspension that billing wants. */
  static final String PAYMENT = "payment";

  private PlatformState() {}

  /** Of a platform that is set up and not ended. */
  static PlatformStatus settled(Platform platform) {
    if (isHeld(platform)) {
      return PlatformStatus.SUSPENDED;
    }
    return platform.cancellationRequestedAt == null
        ? PlatformStatus.ACTIVE
        : PlatformStatus.PENDING_CANCELLATION;
  }

  static boolean isHeld(Platform platform) {
    return platform.paymentHoldAt != null || platform.operatorHoldAt != null;
  }

  /**
   * Why it is, or would be, suspended: the operator's words while an operator holds it.
   *
   * @param operatorsReason null when an operator's hold does not change
   */
  static @Nullable String reason(Platform platform, @Nullable String operatorsReason) {
    if (platform.operatorHoldAt != null) {
      return operatorsReason == null ? platform.suspensionReason : operatorsReason;
    }
    return platform.paymentHoldAt == null ? null : PAYMENT;
  }
}
