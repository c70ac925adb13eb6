package dev.freehold.provisioning.deadletter;

import java.util.Locale;

/** What an operator may do with a dead letter. */
public enum ReplayMode {
  /** The job goes on where it failed. */
  RESUME,
  /** The job's rollback goes on. */
  ROLLBACK,
  /** A new job with the same payload. */
  RESTART;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
