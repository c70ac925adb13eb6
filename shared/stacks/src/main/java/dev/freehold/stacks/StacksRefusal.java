package dev.freehold.stacks;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** Why a version cannot be published or used. */
public enum StacksRefusal implements RefusalCode {
  VERSION_EXISTS(Kind.CONFLICT, "Publish under another version; a published one never changes."),
  VERSION_NOT_GREATER(Kind.UNPROCESSABLE, "Choose a version above all of its major line."),
  MANIFEST_INVALID(Kind.UNPROCESSABLE, "Mend the fields named in errors."),
  BUNDLE_MISSING(Kind.UNPROCESSABLE, "Upload the bundle first, and name its key."),
  BUNDLE_MISMATCH(Kind.UNPROCESSABLE, "Upload the bundle again under the key of its SHA-256.");

  private final Kind kind;
  private final String advice;

  StacksRefusal(Kind kind, String advice) {
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
