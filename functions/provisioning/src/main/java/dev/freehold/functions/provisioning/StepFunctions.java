package dev.freehold.functions.provisioning;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.provisioning.job.RunStep;
import dev.freehold.provisioning.step.DeadNudges;
import dev.freehold.provisioning.step.StepRunner;
import dev.freehold.provisioning.step.StepSweep;
import io.quarkus.funqy.Funq;

/** The work on jobs: one step a message, and the sweep that loses none. */
public class StepFunctions {

  private final StepRunner runner;
  private final StepSweep sweep;
  private final DeadNudges deadNudges;

  StepFunctions(StepRunner runner, StepSweep sweep, DeadNudges deadNudges) {
    this.runner = runner;
    this.sweep = sweep;
    this.deadNudges = deadNudges;
  }

  @Funq("provisioning-run-step")
  @Uses({Outside.STORE, Outside.CLOUDFLARE, Outside.GITHUB, Outside.PLATFORMS})
  @Queue(
      command = true,
      transaction = false,
      timeoutSec = 60,
      maxConcurrency = 10,
      summary = "Runs what is due of a job: claims a step, calls the provider, records.")
  public void run(Envelope message) {
    runner.run(message.data(RunStep.class).jobId());
  }

  @Funq("provisioning-receive-dead-message")
  @Queue(
      deadLettersOf = "provisioning-run-step",
      summary = "Nudges a job again whose message could not be worked on.")
  public void receiveDead(Envelope message) {
    RunStep nudge = message.data(RunStep.class);
    deadNudges.receive(nudge.jobId(), nudge.stepId());
  }

  @Funq("provisioning-sweep-steps")
  @Cron(
      value = "cron(* * * * ? *)",
      summary = "Nudges what is due and has no message under way; frees what a dead function held.")
  public Swept sweep(Tick tick) {
    return sweep.sweep();
  }
}
