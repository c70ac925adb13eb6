package dev.freehold.provisioning.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.cloudflare.WorkerScripts;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.CloudRows;
import dev.freehold.registry.resource.ResourceNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A Worker's generated secrets; provided ones stay missing until somebody provides them. */
@ApplicationScoped
public class PutSecrets implements StepAction {

  private static final int DEFAULT_BYTES = 32;

  private final DerivedSecrets secrets;
  private final CloudRows rows;
  private final Clock clock;

  PutSecrets(DerivedSecrets secrets, CloudRows rows, Clock clock) {
    this.secrets = secrets;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.PUT_SECRETS;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.cloud(Math.max(1, generated(work).size()));
  }

  @Override
  public StepResult act(StepWork work) {
    WorkerScripts workers = UploadWorker.workers(work);
    for (JsonNode secret : generated(work)) {
      String name = secret.path("name").asText();
      int bytes = secret.path("bytes").asInt(DEFAULT_BYTES);
      workers.putSecret(work.step().target(), name, secrets.value(named(work, name), bytes));
    }
    return StepResult.done(StepOutput.found(work.step().target()));
  }

  private static DerivedSecrets.Name named(StepWork work, String name) {
    return new DerivedSecrets.Name(
        work.platform().key(),
        ResourceNames.DEFAULT_STACK,
        work.step().inEnvironment().word(),
        Existing.featureId(work),
        name,
        1);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    List<String> names =
        generated(work).stream().map(secret -> secret.path("name").asText()).toList();
    rows.secretsSet(Existing.resource(work), names, "system", clock.instant());
  }

  private static List<JsonNode> generated(StepWork work) {
    var found = new ArrayList<JsonNode>();
    for (JsonNode secret :
        work.job().payload().feature(Existing.featureId(work)).manifest().path("secrets")) {
      if (secret.path("source").asText().equals("generated")) {
        found.add(secret);
      }
    }
    return found;
  }
}
