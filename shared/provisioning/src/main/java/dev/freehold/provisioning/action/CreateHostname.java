package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.CustomHostnames;
import dev.freehold.cloudflare.CustomHostnames.Hostname;
import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.HostnameRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** A certificate for one of our hostnames; the poller sees it become active. */
@ApplicationScoped
public class CreateHostname implements StepAction {

  private final HostnameRows rows;
  private final ProvisioningConfig config;
  private final Clock clock;

  CreateHostname(HostnameRows rows, ProvisioningConfig config, Clock clock) {
    this.rows = rows;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_HOSTNAME;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.CREATE;
  }

  @Override
  public StepResult act(StepWork work) {
    CustomHostnames hostnames = work.cloud().hostnames();
    String hostname = Existing.hostname(work);
    return Ensure.made(
        work,
        () -> hostnames.find(hostname).map(Hostname::id),
        () -> hostnames.create(hostname).id());
  }

  @Override
  public StepResult undo(StepWork work) {
    CustomHostnames hostnames = work.cloud().hostnames();
    Ensure.idOf(work, () -> hostnames.find(Existing.hostname(work)).map(Hostname::id))
        .ifPresent(hostnames::delete);
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    Instant now = clock.instant();
    rows.watch(
        Existing.dnsRecord(work), Existing.id(output), now.plus(config.ssl().interval()), now);
  }
}
