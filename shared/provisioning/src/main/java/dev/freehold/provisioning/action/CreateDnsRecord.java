package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.ZoneRecords;
import dev.freehold.cloudflare.ZoneRecords.Cname;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.HostnameRows;
import dev.freehold.registry.resource.ResourceType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** The CNAME of one of our hostnames: to the zone's fallback origin, or to the Pages project. */
@ApplicationScoped
public class CreateDnsRecord implements StepAction {

  private final HostnameRows rows;
  private final Clock clock;

  CreateDnsRecord(HostnameRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_DNS_RECORD;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.CREATE;
  }

  @Override
  public StepResult act(StepWork work) {
    ZoneRecords records = work.cloud().records();
    String hostname = Existing.hostname(work);
    return Ensure.made(
        work,
        () -> records.find(hostname).map(Cname::id),
        () ->
            records.create(
                hostname, target(work), "freehold:" + work.step().input().dnsRecordId()));
  }

  private static String target(StepWork work) {
    return work.step().input().resourceType() == ResourceType.PAGES
        ? Existing.cloudName(work) + ".pages.dev"
        : work.account().cnameTarget();
  }

  @Override
  public StepResult undo(StepWork work) {
    ZoneRecords records = work.cloud().records();
    Ensure.idOf(work, () -> records.find(Existing.hostname(work)).map(Cname::id))
        .ifPresent(records::delete);
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    rows.recordMade(Existing.dnsRecord(work), Existing.id(output), clock.instant());
  }
}
