package dev.freehold.provisioning.job;

import java.util.Locale;

/** States of a step (provisioning §4.2). */
public enum StepStatus {
  PENDING,
  RUNNING,
  WAITING,
  SUCCEEDED,
  SKIPPED,
  FAILED,
  COMPENSATING,
  COMPENSATED,
  COMPENSATION_FAILED;

  static StepStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Still to be done before its job can complete. */
  public boolean isUnfinished() {
    return this == PENDING || this == RUNNING || this == WAITING;
  }
}
