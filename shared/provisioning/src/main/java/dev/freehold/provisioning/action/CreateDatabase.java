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

/** A D1 database, found by its exact name. */
@ApplicationScoped
public class CreateDatabase implements StepAction {

  private final CloudRows rows;
  private final Clock clock;

  CreateDatabase(CloudRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_D1;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.CREATE;
  }

  @Override
  public StepResult act(StepWork work) {
    var databases = work.cloud().databases();
    String name = work.step().target();
    return Ensure.made(work, () -> databases.find(name), () -> databases.create(name, null));
  }

  @Override
  public StepResult undo(StepWork work) {
    var databases = work.cloud().databases();
    String name = work.step().target();
    Ensure.idOf(work, () -> databases.find(name)).ifPresent(databases::delete);
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    rows.active(Existing.resource(work), Existing.id(output), null, clock.instant());
  }
}
