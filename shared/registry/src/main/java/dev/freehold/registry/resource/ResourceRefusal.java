package dev.freehold.registry.resource;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** Why a cloud resource cannot be. */
public enum ResourceRefusal implements RefusalCode {
  NAME_TOO_LONG(Kind.UNPROCESSABLE, "Choose a shorter service name.");

  private final Kind kind;
  private final String advice;

  ResourceRefusal(Kind kind, String advice) {
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
