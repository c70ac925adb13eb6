package dev.freehold.provisioning.action;

import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.CloudRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** An R2 bucket; its name is its id. */
@ApplicationScoped
public class CreateBucket implements StepAction {

  private final CloudRows rows;
  private final Clock clock;

  CreateBucket(CloudRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_R2;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.CREATE;
  }

  @Override
  public StepResult act(StepWork work) {
    var stores = work.cloud().stores();
    String name = work.step().target();
    return Ensure.made(
        work,
        () -> stores.hasBucket(name) ? Optional.of(name) : Optional.empty(),
        () -> {
          stores.createBucket(name, null);
          return name;
        });
  }

  @Override
  public StepResult undo(StepWork work) {
    work.cloud().stores().deleteBucket(work.step().target());
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    rows.active(Existing.resource(work), Existing.id(output), null, clock.instant());
  }
}
