package dev.freehold.registry.platform;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** Why a platform cannot be made, moved or used. */
public enum PlatformRefusal implements RefusalCode {
  SLUG_TAKEN(Kind.CONFLICT, "Choose another slug."),
  SLUG_RESERVED(Kind.UNPROCESSABLE, "Choose another slug; this one is kept for Freehold's own."),
  TIER_UNKNOWN(Kind.UNPROCESSABLE, "Name the code of a platform plan that is sold."),
  TIER_LIMIT_REACHED(Kind.UNPROCESSABLE, "Choose a plan with a higher limit."),
  PLATFORM_STATE_CONFLICT(Kind.CONFLICT, "Read the platform; its state does not allow this."),
  PAYMENT_HOLD(Kind.CONFLICT, "It is held for payment alone: extend the grace in billing."),
  PLATFORM_SUSPENDED(Kind.FORBIDDEN, "Pay what is open, or ask the operator."),
  PLATFORM_CANCELLED(Kind.FORBIDDEN, "Ask the operator to reinstate it, or subscribe again."),
  PLATFORM_NOT_READY(Kind.CONFLICT, "Wait until it is active.");

  private final Kind kind;
  private final String advice;

  PlatformRefusal(Kind kind, String advice) {
    this.kind = kind;
    this.advice = advice;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String advice() {
    return advice;
  }
}
