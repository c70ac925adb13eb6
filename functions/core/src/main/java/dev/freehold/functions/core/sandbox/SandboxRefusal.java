package dev.freehold.functions.core.sandbox;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** What the sandbox refuses. */
public enum SandboxRefusal implements RefusalCode {
  CLOCK_BUSY(Kind.CONFLICT, "Wait until the advance under way has ended."),
  CLOCK_BACKWARDS(Kind.UNPROCESSABLE, "Name a time after the present one, or reset."),
  CLOCK_TOO_FAR(Kind.UNPROCESSABLE, "Advance by 400 days at most, in several calls if need be."),
  SESSION_NOT_OPEN(Kind.CONFLICT, "Make another checkout session.");

  private final Kind kind;
  private final String advice;

  SandboxRefusal(Kind kind, String advice) {
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
