package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.PagesProjects;
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

/** The console's hostname on its Pages project; the poller sees it become active. */
@ApplicationScoped
public class AttachPagesDomain implements StepAction {

  private final HostnameRows rows;
  private final ProvisioningConfig config;
  private final Clock clock;

  AttachPagesDomain(HostnameRows rows, ProvisioningConfig config, Clock clock) {
    this.rows = rows;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.ATTACH_PAGES_DOMAIN;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.CREATE;
  }

  @Override
  public StepResult act(StepWork work) {
    PagesProjects pages = work.cloud().pages();
    String project = Existing.cloudName(work);
    String hostname = Existing.hostname(work);
    return Ensure.made(
        work,
        () -> pages.domainStatus(project, hostname).map(status -> hostname),
        () -> {
          pages.attachDomain(project, hostname);
          return hostname;
        });
  }

  @Override
  public StepResult undo(StepWork work) {
    work.cloud().pages().detachDomain(Existing.cloudName(work), Existing.hostname(work));
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    Instant now = clock.instant();
    rows.watch(Existing.dnsRecord(work), null, now.plus(config.ssl().interval()), now);
  }
}
