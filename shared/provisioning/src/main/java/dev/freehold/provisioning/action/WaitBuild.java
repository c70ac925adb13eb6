package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.PagesProjects.Deployment;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepResult.Failed;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.BuildRows;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks after a build until it has ended. */
@ApplicationScoped
public class WaitBuild implements StepAction {

  private final ProvisioningConfig config;
  private final BuildRows rows;
  private final Outbox outbox;
  private final Clock clock;

  WaitBuild(ProvisioningConfig config, BuildRows rows, Outbox outbox, Clock clock) {
    this.config = config;
    this.rows = rows;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Data of {@code provisioning.build.finished}. */
  @RegisterForReflection
  record BuildFinished(String environment, String status) {}

  @Override
  public StepKind kind() {
    return StepKind.WAIT_BUILD;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.cloud(1);
  }

  @Override
  public StepResult act(StepWork work) {
    String id = triggered(work);
    if (id == null) {
      return StepResult.done(StepOutput.NONE);
    }
    Optional<Deployment> build = work.cloud().pages().deployment(work.step().target(), id);
    if (build.isEmpty() || build.get().hasFailed()) {
      return new Failed(
          "BUILD_FAILED",
          build.map(b -> b.stage() + " " + b.stageStatus()).orElse("the build is gone"));
    }
    return build.get().isDone()
        ? StepResult.done(StepOutput.found(id))
        : new StepResult.Waiting(config.build().poll(), config.build().giveUp());
  }

  /** Null when there was nothing to build. */
  private static @Nullable String triggered(StepWork work) {
    return work.outputOf(StepKind.TRIGGER_BUILD, step -> true)
        .map(StepOutput::externalId)
        .orElse(null);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    if (output.externalId() != null) {
      finished(work, "success");
    }
  }

  @Override
  public void recordWaiting(StepWork work) {
    status(work, "building");
  }

  @Override
  public void recordFailed(StepWork work) {
    finished(work, "failed");
  }

  private void finished(StepWork work, String status) {
    status(work, status);
    outbox.send(
        Message.event("provisioning.build.finished")
            .organization(work.job().organizationId())
            .platform(work.job().platformId())
            .data(new BuildFinished(work.step().inEnvironment().word(), status)));
  }

  private void status(StepWork work, String status) {
    rows.status(work.job().platformId(), work.step().inEnvironment(), status, clock.instant());
  }
}
