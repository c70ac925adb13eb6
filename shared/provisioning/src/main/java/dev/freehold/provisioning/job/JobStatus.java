package dev.freehold.provisioning.job;

import java.util.Locale;

/** States of a job (provisioning §4.1). */
public enum JobStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  TIMED_OUT,
  ROLLING_BACK,
  ROLLED_BACK,
  CANCELLED;

  static JobStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Not ended. */
  public boolean isLive() {
    return this == PENDING || this == RUNNING || this == ROLLING_BACK;
  }
}
