package dev.freehold.registry.onboarding;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** Why an onboarding cannot start or go on. */
public enum OnboardingRefusal implements RefusalCode {
  TEMPLATE_INVALID(
      Kind.UNPROCESSABLE, "Name an active stack template and an active version of it."),
  ONBOARDING_NOT_RESUMABLE(Kind.CONFLICT, "Read the session; only a failed one can be resumed."),
  ONBOARDING_EXPIRED(Kind.GONE, "Start a new onboarding.");

  private final Kind kind;
  private final String advice;

  OnboardingRefusal(Kind kind, String advice) {
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
