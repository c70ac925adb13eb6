package dev.freehold.provisioning.job;

import java.util.Locale;

/** Why a rollback began; stays after it. */
public enum FailureKind {
  STEP_FAILED,
  TIMED_OUT,
  CANCELLED;

  static FailureKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
