package dev.freehold.registry.onboarding;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of the five steps, as stored and as answered.
 *
 * @param error code of what made it fail
 */
@RegisterForReflection
public record OnboardingStep(
    String name,
    StepStatus status,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable String error) {

  static OnboardingStep pending(String name) {
    return new OnboardingStep(name, StepStatus.PENDING, null, null, null);
  }

  boolean isDone() {
    return status == StepStatus.COMPLETED || status == StepStatus.SKIPPED;
  }

  /** Safe to repeat: what has ended is not begun again by a late word. */
  OnboardingStep after(PhaseEvent event, @Nullable String errorCode, Instant now) {
    return switch (event) {
      case STARTED ->
          status == StepStatus.PENDING
              ? new OnboardingStep(name, StepStatus.RUNNING, now, null, null)
              : this;
      case COMPLETED ->
          status == StepStatus.COMPLETED
              ? this
              : new OnboardingStep(
                  name, StepStatus.COMPLETED, startedAt == null ? now : startedAt, now, null);
      case FAILED -> new OnboardingStep(name, StepStatus.FAILED, startedAt, null, errorCode);
      case COMPENSATED ->
          status == StepStatus.PENDING || status == StepStatus.SKIPPED
              ? this
              : new OnboardingStep(name, StepStatus.COMPENSATED, startedAt, null, error);
      case SKIPPED ->
          status == StepStatus.PENDING
              ? new OnboardingStep(name, StepStatus.SKIPPED, null, null, null)
              : this;
    };
  }
}
