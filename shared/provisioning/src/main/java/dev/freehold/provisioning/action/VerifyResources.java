package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.CloudflareAccount;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepResult.Retry;
import dev.freehold.provisioning.step.StepWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** One look at every resource of the job before it may be called done. */
@ApplicationScoped
public class VerifyResources implements StepAction {

  private static final List<StepKind> LOOKED_AT =
      List.of(
          StepKind.CREATE_D1,
          StepKind.CREATE_R2,
          StepKind.CREATE_KV,
          StepKind.CREATE_QUEUE,
          StepKind.UPLOAD_WORKER,
          StepKind.CREATE_PAGES);

  @Override
  public StepKind kind() {
    return StepKind.VERIFY_RESOURCES;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.cloud(Math.max(1, resources(work).size()));
  }

  @Override
  public StepResult act(StepWork work) {
    CloudflareAccount cloud = work.cloud();
    for (Step step : resources(work)) {
      if (!isThere(work, cloud, step)) {
        return new Retry("RESOURCE_MISSING", step.kind().word() + " " + step.target());
      }
    }
    return StepResult.done(StepOutput.NONE);
  }

  private static List<Step> resources(StepWork work) {
    return work.steps().stream().filter(step -> LOOKED_AT.contains(step.kind())).toList();
  }

  private static boolean isThere(StepWork work, CloudflareAccount cloud, Step step) {
    String name = step.target();
    return switch (step.kind()) {
      case CREATE_D1 -> cloud.databases().find(name).isPresent();
      case CREATE_R2 -> cloud.stores().hasBucket(name);
      case CREATE_KV -> cloud.stores().findNamespace(name).isPresent();
      case CREATE_QUEUE -> cloud.stores().findQueue(name).isPresent();
      case UPLOAD_WORKER ->
          cloud.workers(work.account().dispatchNamespace()).tags(name).isPresent();
      case CREATE_PAGES -> cloud.pages().findBranch(name).isPresent();
      default -> throw new IllegalStateException(step.kind() + " has no resource");
    };
  }
}
