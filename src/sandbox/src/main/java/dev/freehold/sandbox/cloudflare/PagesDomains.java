package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Custom domains of Pages projects: active five minutes after they lead here. */
final class PagesDomains {

  record Domain(String id, String projectKey, String name, Instant createdAt) {}

  private final Realm realm;
  private final DnsRecords dns;
  private final Table<Domain> domains;

  PagesDomains(Realm realm, State state, DnsRecords dns) {
    this.realm = realm;
    this.dns = dns;
    this.domains = state.table("pages_domains", Domain.class);
  }

  Stream<Domain> all() {
    return domains.stream();
  }

  List<Domain> of(Pages.Project project) {
    return domains.stream().filter(one -> one.projectKey().equals(project.key())).toList();
  }

  /** The next moment after {@code now} at which one becomes active. */
  Optional<Instant> nextDueAt(Instant now) {
    return domains.stream()
        .flatMap(one -> activeAt(one).stream())
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  SimResponse list(Pages.Project project, SimRequest request) {
    var found = of(project).stream().map(one -> view(one, request.at())).toList();
    return Answers.page(found, request, 100, 100);
  }

  SimResponse create(Pages.Project project, SimRequest request) {
    String name = Answers.required(Answers.body(request), "name").toLowerCase(Locale.ROOT);
    if (domains.findFirst(one -> one.name().equals(name)).isPresent()) {
      throw new CloudflareError(409, 8000018, "You have already added this custom domain.");
    }
    var made = new Domain(Answers.id(), project.key(), name, request.at());
    domains.put(made.id(), made);
    return Answers.ok(view(made, request.at()));
  }

  SimResponse get(Pages.Project project, SimRequest request) {
    return Answers.ok(view(find(project, request), request.at()));
  }

  SimResponse delete(Pages.Project project, SimRequest request) {
    domains.remove(find(project, request).id());
    return Answers.ok(null);
  }

  private Domain find(Pages.Project project, SimRequest request) {
    String name = request.path("domain").toLowerCase(Locale.ROOT);
    return of(project).stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CloudflareError(404, 8000021, "The domain you have specified does not exist."));
  }

  private Optional<Instant> activeAt(Domain one) {
    return dns.pointsHereSince(one.name(), one.createdAt())
        .map(since -> since.plus(CustomHostnames.VALIDATION));
  }

  private ObjectNode view(Domain one, Instant now) {
    boolean active = activeAt(one).filter(at -> !at.isAfter(now)).isPresent();
    var view =
        SimJson.object()
            .put("id", one.id())
            .put("domain_id", one.id())
            .put("name", one.name())
            .put("status", active ? "active" : "pending")
            .put("certificate_authority", "google")
            .put("created_on", one.createdAt().toString());
    view.put("zone_tag", realm.zoneOf(one.name()).map(Realm.Zone::id).orElse(""));
    view.putObject("validation_data")
        .put("method", "http")
        .put("status", active ? "active" : "pending");
    view.putObject("verification_data").put("status", active ? "active" : "pending");
    return view;
  }
}
