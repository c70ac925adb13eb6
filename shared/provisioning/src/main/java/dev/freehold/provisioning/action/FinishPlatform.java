package dev.freehold.provisioning.action;

import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.onboarding.PlatformProvisioning;
import jakarta.enterprise.context.ApplicationScoped;

/** T3: the platform is in its settled state. */
@ApplicationScoped
public class FinishPlatform implements StepAction {

  private final PlatformProvisioning platforms;

  FinishPlatform(PlatformProvisioning platforms) {
    this.platforms = platforms;
  }

  @Override
  public StepKind kind() {
    return StepKind.FINISH_PLATFORM;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.NONE;
  }

  @Override
  public StepResult act(StepWork work) {
    return StepResult.done(StepOutput.NONE);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    platforms.finish(work.job().platformId(), work.job().id());
  }
}
