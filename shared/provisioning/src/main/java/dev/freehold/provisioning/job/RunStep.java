package dev.freehold.provisioning.job;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A nudge: look at this job. What it says is not trusted; the rows decide.
 *
 * @param stepId null = whatever is due
 */
@RegisterForReflection
public record RunStep(UUID jobId, @Nullable UUID stepId) {

  /** The queue's and function's name. */
  public static final String COMMAND = "provisioning-run-step";
}
