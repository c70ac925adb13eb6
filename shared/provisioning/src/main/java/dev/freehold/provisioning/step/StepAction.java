package dev.freehold.provisioning.step;

import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;

/**
 * What one kind of step does. {@link #act} and {@link #undo} run outside any transaction and may be
 * run again after a crash at any point; the other methods run in the transaction that records.
 */
public interface StepAction {

  StepKind kind();

  /** The most calls an attempt makes. */
  CallCost cost(StepWork work);

  /** Looks first unless this is the first try; makes what is missing. */
  StepResult act(StepWork work);

  /** Undoes what may have been made; "not there" is done. */
  default StepResult undo(StepWork work) {
    return StepResult.done(work.step().output());
  }

  /** The registry's rows of a step that succeeded. */
  default void record(StepWork work, StepOutput output) {}

  /** The registry's rows of a step that is asked again. */
  default void recordWaiting(StepWork work) {}

  /** The registry's rows of a step that has failed for good. */
  default void recordFailed(StepWork work) {}

  /** The registry's rows of a step that is undone. */
  default void recordUndone(StepWork work) {}
}
