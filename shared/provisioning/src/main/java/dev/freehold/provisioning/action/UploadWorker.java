package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.WorkerScripts;
import dev.freehold.cloudflare.WorkerUpload;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.CloudRows;
import dev.freehold.stacks.Bundles;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A feature's Worker; its tags say which bundle and which bindings it has. */
@ApplicationScoped
public class UploadWorker implements StepAction {

  private final Bundles bundles;
  private final CloudRows rows;
  private final Clock clock;
  private final String freeholdUrl;

  UploadWorker(
      Bundles bundles,
      CloudRows rows,
      Clock clock,
      @ConfigProperty(name = "freehold.http.api-url") String freeholdUrl) {
    this.bundles = bundles;
    this.rows = rows;
    this.clock = clock;
    this.freeholdUrl = freeholdUrl;
  }

  @Override
  public StepKind kind() {
    return StepKind.UPLOAD_WORKER;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.cloud(2);
  }

  @Override
  public StepResult act(StepWork work) {
    var feature = work.job().payload().feature(Existing.featureId(work));
    var metadata = new WorkerMetadata(work, feature, freeholdUrl);
    WorkerScripts workers = workers(work);
    String name = work.step().target();
    if (!work.isFirstTry()
        && workers.tags(name).filter(tags -> tags.containsAll(metadata.tags())).isPresent()) {
      return StepResult.done(StepOutput.found(name));
    }
    workers.upload(name, new WorkerUpload(metadata.json(), bundles.read(feature).modules()));
    return StepResult.done(StepOutput.created(name));
  }

  @Override
  public StepResult undo(StepWork work) {
    workers(work).delete(work.step().target());
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    rows.active(Existing.resource(work), Existing.id(output), null, clock.instant());
  }

  static WorkerScripts workers(StepWork work) {
    return work.cloud().workers(work.account().dispatchNamespace());
  }
}
