package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /zones/{zone}/workers/routes} and {@code /accounts/{account}/workers/domains}. */
final class WorkerRoutes {

  record Route(String id, String zoneId, String pattern, @Nullable String script) {}

  record Domain(String id, String accountId, String zoneId, String hostname, String service) {}

  private final Realm realm;
  private final Workers workers;
  private final Table<Route> routesById;
  private final Table<Domain> domains;

  WorkerRoutes(Realm realm, State state, Workers workers) {
    this.realm = realm;
    this.workers = workers;
    this.routesById = state.table("worker_routes", Route.class);
    this.domains = state.table("worker_domains", Domain.class);
  }

  void routes(Routes routes) {
    routes.on("GET", "/zones/{zone}/workers/routes", this::list);
    routes.on("POST", "/zones/{zone}/workers/routes", this::create);
    routes.on("GET", "/zones/{zone}/workers/routes/{route}", this::get);
    routes.on("DELETE", "/zones/{zone}/workers/routes/{route}", this::delete);
    routes.on("GET", "/accounts/{account}/workers/domains", this::listDomains);
    routes.on("PUT", "/accounts/{account}/workers/domains", this::putDomain);
    routes.on("DELETE", "/accounts/{account}/workers/domains/{domain}", this::deleteDomain);
  }

  Stream<Route> all() {
    return routesById.stream();
  }

  Stream<Domain> allDomains() {
    return domains.stream();
  }

  /** What led to the script goes with it. */
  void scriptDeleted(Worker worker) {
    if (worker.dispatchNamespace() == null) {
      routesById.removeIf(
          route ->
              worker.name().equals(route.script())
                  && realm.zone(route.zoneId()).accountId().equals(worker.accountId()));
      domains.removeIf(
          domain ->
              domain.service().equals(worker.name())
                  && domain.accountId().equals(worker.accountId()));
    }
  }

  private SimResponse list(SimRequest request) {
    String zone = realm.zone(request).id();
    return Answers.ok(
        routesById.stream()
            .filter(one -> one.zoneId().equals(zone))
            .map(WorkerRoutes::view)
            .toList());
  }

  private SimResponse create(SimRequest request) {
    Realm.Zone zone = realm.zone(request);
    JsonNode body = Answers.body(request);
    String pattern = Answers.required(body, "pattern").toLowerCase(Locale.ROOT);
    String host = pattern.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    if (!host.startsWith("*") && !isOfZone(zone, host)) {
      throw new CloudflareError(400, 10022, "Invalid route pattern: " + pattern);
    }
    String script = body.path("script").asText("");
    if (!script.isEmpty()) {
      workers.require(zone.accountId(), script);
    }
    boolean taken =
        routesById.stream()
            .anyMatch(one -> one.zoneId().equals(zone.id()) && one.pattern().equals(pattern));
    if (taken) {
      throw new CloudflareError(
          409, 10020, "A route with the same pattern already exists: " + pattern);
    }
    var made = new Route(Answers.id(), zone.id(), pattern, script.isEmpty() ? null : script);
    routesById.put(made.id(), made);
    return Answers.ok(view(made));
  }

  // A zone serves its own names, and through custom hostnames those of customers.
  private static boolean isOfZone(Realm.Zone zone, String host) {
    return Realm.contains(zone, host) || host.contains(".");
  }

  private SimResponse get(SimRequest request) {
    return Answers.ok(view(find(request)));
  }

  private SimResponse delete(SimRequest request) {
    Route route = find(request);
    routesById.remove(route.id());
    return Answers.ok(SimJson.object().put("id", route.id()));
  }

  private Route find(SimRequest request) {
    String zone = realm.zone(request).id();
    return routesById
        .find(request.path("route"))
        .filter(one -> one.zoneId().equals(zone))
        .orElseThrow(() -> new CloudflareError(404, 10009, "Route not found."));
  }

  private SimResponse listDomains(SimRequest request) {
    String account = realm.account(request);
    String hostname = request.query("hostname", "");
    String service = request.query("service", "");
    return Answers.ok(
        domains.stream()
            .filter(one -> one.accountId().equals(account))
            .filter(one -> hostname.isEmpty() || one.hostname().equals(hostname))
            .filter(one -> service.isEmpty() || one.service().equals(service))
            .map(this::view)
            .toList());
  }

  private SimResponse putDomain(SimRequest request) {
    String account = realm.account(request);
    JsonNode body = Answers.body(request);
    Realm.Zone zone = realm.zone(Answers.required(body, "zone_id"));
    String hostname = Answers.required(body, "hostname").toLowerCase(Locale.ROOT);
    String service = Answers.required(body, "service");
    Answers.required(body, "environment");
    workers.require(account, service);
    if (!Realm.contains(zone, hostname)) {
      throw new CloudflareError(400, 100113, "Hostname is not in the zone " + zone.name());
    }
    String id =
        domains
            .findFirst(one -> one.hostname().equals(hostname))
            .map(Domain::id)
            .orElseGet(Answers::id);
    var made = new Domain(id, account, zone.id(), hostname, service);
    domains.put(id, made);
    return Answers.ok(view(made));
  }

  private SimResponse deleteDomain(SimRequest request) {
    String account = realm.account(request);
    String id = request.path("domain");
    if (domains.find(id).filter(one -> one.accountId().equals(account)).isEmpty()) {
      throw new CloudflareError(404, 100114, "Custom domain not found.");
    }
    domains.remove(id);
    return Answers.ok(null);
  }

  private static Object view(Route route) {
    return SimJson.object()
        .put("id", route.id())
        .put("pattern", route.pattern())
        .put("script", route.script() == null ? "" : route.script());
  }

  private Object view(Domain domain) {
    return SimJson.object()
        .put("id", domain.id())
        .put("zone_id", domain.zoneId())
        .put("zone_name", realm.zone(domain.zoneId()).name())
        .put("hostname", domain.hostname())
        .put("service", domain.service())
        .put("environment", "production");
  }
}
