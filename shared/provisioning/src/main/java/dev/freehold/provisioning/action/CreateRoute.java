package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.WorkerRoutes;
import dev.freehold.cloudflare.WorkerRoutes.Route;
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
import org.jspecify.annotations.Nullable;

/**
 * What leads a hostname to its Worker: a route of the zone, or an entry of the dispatch table, or a
 * Worker domain, which brings record and certificate with it.
 */
@ApplicationScoped
public class CreateRoute implements StepAction {

  private final HostnameRows rows;
  private final Clock clock;

  CreateRoute(HostnameRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_ROUTE;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.CREATE;
  }

  @Override
  public StepResult act(StepWork work) {
    WorkerRoutes routes = work.cloud().routes();
    String hostname = Existing.hostname(work);
    String script = Existing.cloudName(work);
    if (work.account().workerDomains()) {
      // The same again is no change at the provider.
      return StepResult.done(
          StepOutput.created(routes.putDomain(work.account().zoneId(), hostname, script)));
    }
    String namespace = table(work);
    if (namespace != null) {
      routes.putDispatch(namespace, hostname, script);
      return StepResult.done(StepOutput.created(hostname));
    }
    return Ensure.made(
        work,
        () -> routes.find(pattern(hostname)).map(Route::id),
        () -> routes.create(pattern(hostname), script));
  }

  @Override
  public StepResult undo(StepWork work) {
    WorkerRoutes routes = work.cloud().routes();
    String hostname = Existing.hostname(work);
    String namespace = table(work);
    if (work.account().workerDomains()) {
      Ensure.idOf(work, () -> routes.findDomain(hostname).map(Route::id))
          .ifPresent(routes::deleteDomain);
    } else if (namespace != null) {
      routes.deleteDispatch(namespace, hostname);
    } else {
      Ensure.idOf(work, () -> routes.find(pattern(hostname)).map(Route::id))
          .ifPresent(routes::delete);
    }
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    Instant now = clock.instant();
    rows.routeMade(Existing.dnsRecord(work), Existing.id(output), now);
    if (work.account().workerDomains()) {
      rows.active(Existing.dnsRecord(work), now);
    }
  }

  /** The namespace of the dispatch table; null where Workers have routes of their own. */
  private static @Nullable String table(StepWork work) {
    return work.account().dispatchNamespace() == null ? null : work.account().routingNamespaceId();
  }

  private static String pattern(String hostname) {
    return hostname + "/*";
  }
}
