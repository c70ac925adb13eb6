package dev.freehold.registry.onboarding;

/** States of one step of onboarding. */
public enum StepStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  COMPENSATED,
  SKIPPED
}
