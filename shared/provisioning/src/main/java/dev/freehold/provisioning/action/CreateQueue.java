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

/** A queue, found by its exact name. */
@ApplicationScoped
public class CreateQueue implements StepAction {

  private final CloudRows rows;
  private final Clock clock;

  CreateQueue(CloudRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_QUEUE;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.SEARCH;
  }

  @Override
  public StepResult act(StepWork work) {
    var stores = work.cloud().stores();
    String name = work.step().target();
    return Ensure.made(work, () -> stores.findQueue(name), () -> stores.createQueue(name));
  }

  @Override
  public StepResult undo(StepWork work) {
    var stores = work.cloud().stores();
    String name = work.step().target();
    Ensure.idOf(work, () -> stores.findQueue(name)).ifPresent(stores::deleteQueue);
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    rows.active(Existing.resource(work), Existing.id(output), null, clock.instant());
  }
}
