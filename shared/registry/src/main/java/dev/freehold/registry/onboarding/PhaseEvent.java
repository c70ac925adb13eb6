package dev.freehold.registry.onboarding;

/** What a job says of one of its phases. */
public enum PhaseEvent {
  /** Its first step was claimed. */
  STARTED,
  /** Its last step is done. */
  COMPLETED,
  /** One of its steps failed for good. */
  FAILED,
  /** What it made is gone again. */
  COMPENSATED,
  /** The installation does not use it. */
  SKIPPED
}
