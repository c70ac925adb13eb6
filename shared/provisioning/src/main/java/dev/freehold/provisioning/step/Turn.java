package dev.freehold.provisioning.step;

import dev.freehold.provisioning.job.FailureKind;
import dev.freehold.provisioning.job.Job;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whose turn it is in a job: decided from its rows alone, under the lock of its row. */
public sealed interface Turn {

  /** Nothing to do now: somebody works, it is not time yet, or the job has ended. */
  record Nothing(boolean early) implements Turn {}

  /** The step is to be run; a waiting one is looked at again without spending an attempt. */
  record Run(Step step, boolean countsAttempt) implements Turn {}

  /** The step's work is to be undone. */
  record Undo(Step step) implements Turn {}

  /** The job ends for a step that has no attempt left, or for its deadline. */
  record Fail(Step step, FailureKind kind) implements Turn {}

  /** The compensation has no attempt left. */
  record GiveUp(Step step) implements Turn {}

  /** Every step is done. */
  record Complete() implements Turn {}

  /** Nobody works any more: the rollback takes its next step, or ends. */
  record RollBack() implements Turn {}

  /**
   * @param deadlineCounts false while the cloud account is broken, whose outage moves the deadline
   */
  static Turn of(Job job, List<Step> steps, Instant now, boolean deadlineCounts) {
    if (steps.stream().anyMatch(step -> step.isHeld(now))) {
      return new Nothing(false);
    }
    return switch (job.status()) {
      case RUNNING -> forward(job, steps, now, deadlineCounts);
      case ROLLING_BACK -> backward(steps, now);
      case PENDING, COMPLETED, FAILED, TIMED_OUT, ROLLED_BACK, CANCELLED -> new Nothing(false);
    };
  }

  /** The lowest unfinished step. */
  static Optional<Step> current(List<Step> steps) {
    return steps.stream()
        .filter(step -> step.status().isUnfinished())
        .min(Comparator.comparingInt(Step::ordinal));
  }

  private static Turn forward(Job job, List<Step> steps, Instant now, boolean deadlineCounts) {
    Optional<Step> current = current(steps);
    if (current.isEmpty()) {
      return new Complete();
    }
    Step step = current.get();
    if (deadlineCounts && job.deadlineAt() != null && !job.deadlineAt().isAfter(now)) {
      return new Fail(step, FailureKind.TIMED_OUT);
    }
    // An expired lease is due at once: whoever held it works no more.
    if (step.status() != StepStatus.RUNNING && step.availableAt().isAfter(now)) {
      return new Nothing(true);
    }
    if (step.status() == StepStatus.WAITING) {
      return new Run(step, false);
    }
    return step.attempt() < step.maxAttempts()
        ? new Run(step, true)
        : new Fail(step, FailureKind.STEP_FAILED);
  }

  private static Turn backward(List<Step> steps, Instant now) {
    Optional<Step> current =
        steps.stream().filter(step -> step.status() == StepStatus.COMPENSATING).findFirst();
    if (current.isEmpty()) {
      return new RollBack();
    }
    Step step = current.get();
    if (step.availableAt().isAfter(now)) {
      return new Nothing(true);
    }
    return step.compensationAttempt() < step.maxCompensationAttempts()
        ? new Undo(step)
        : new GiveUp(step);
  }
}
