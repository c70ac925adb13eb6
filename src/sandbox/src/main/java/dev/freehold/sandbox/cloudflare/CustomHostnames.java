package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /zones/{zone}/custom_hostnames}: active five minutes after the hostname leads here,
 * dropped after seven days without.
 */
final class CustomHostnames {

  static final Duration VALIDATION = Duration.ofMinutes(5);
  static final Duration DROPPED_AFTER = Duration.ofDays(7);

  /**
   * A hostname.
   *
   * @param activeAt null until the provider has seen that it leads here; then it stays
   * @param forced blocked or moved, else null
   */
  record Hostname(
      String id,
      String zoneId,
      String hostname,
      JsonNode ssl,
      Instant createdAt,
      @Nullable Instant activeAt,
      @Nullable String forced) {}

  private final Realm realm;
  private final DnsRecords dns;
  private final Table<Hostname> hostnames;

  CustomHostnames(Realm realm, State state, DnsRecords dns) {
    this.realm = realm;
    this.dns = dns;
    this.hostnames = state.table("custom_hostnames", Hostname.class);
  }

  void routes(Routes routes) {
    String path = "/zones/{zone}/custom_hostnames";
    routes.on("GET", path, this::list);
    routes.on("POST", path, this::create);
    routes.on("GET", path + "/{hostname}", this::get);
    routes.on("DELETE", path + "/{hostname}", this::delete);
  }

  Stream<Hostname> all() {
    return hostnames.stream();
  }

  /** Sees what became active and drops what never did. Returns how many changed. */
  int settle(Instant now) {
    int changed = 0;
    for (Hostname one : hostnames.all()) {
      Optional<Instant> due = dueAt(one).filter(at -> !at.isAfter(now));
      if (due.isPresent()) {
        changed++;
        if (dns.pointsHereSince(one.hostname(), one.createdAt()).isPresent()) {
          hostnames.put(
              one.id(),
              new Hostname(
                  one.id(),
                  one.zoneId(),
                  one.hostname(),
                  one.ssl(),
                  one.createdAt(),
                  due.get(),
                  one.forced()));
        } else {
          hostnames.remove(one.id());
        }
      }
    }
    return changed;
  }

  Optional<Instant> nextDueAt() {
    return hostnames.stream().flatMap(one -> dueAt(one).stream()).min(Instant::compareTo);
  }

  /** Blocked, moved, or null = as it would be by itself. */
  void force(String hostname, @Nullable String status) {
    hostnames
        .findFirst(one -> one.hostname().equals(hostname))
        .ifPresent(
            one ->
                hostnames.put(
                    one.id(),
                    new Hostname(
                        one.id(),
                        one.zoneId(),
                        one.hostname(),
                        one.ssl(),
                        one.createdAt(),
                        one.activeAt(),
                        status)));
  }

  private Optional<Instant> dueAt(Hostname one) {
    if (one.activeAt() != null) {
      return Optional.empty();
    }
    return Optional.of(
        dns.pointsHereSince(one.hostname(), one.createdAt())
            .map(since -> since.plus(VALIDATION))
            .orElse(one.createdAt().plus(DROPPED_AFTER)));
  }

  private SimResponse list(SimRequest request) {
    String zone = realm.zone(request).id();
    settle(request.at());
    // The provider's filter matches parts of names.
    String part = request.query("hostname", "").toLowerCase(Locale.ROOT);
    var found =
        hostnames.stream()
            .filter(one -> one.zoneId().equals(zone) && one.hostname().contains(part))
            .map(this::view)
            .toList();
    return Answers.page(found, request, 50, 1000);
  }

  private SimResponse create(SimRequest request) {
    Realm.Zone zone = realm.zone(request);
    JsonNode body = Answers.body(request);
    String hostname = Answers.required(body, "hostname").toLowerCase(Locale.ROOT);
    JsonNode ssl = body.path("ssl");
    if (hostname.length() > 255 || !hostname.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)+")) {
      throw new CloudflareError(400, 1407, "Invalid custom hostname.");
    }
    // A common name has at most 64 characters; longer ones need the provider's own in front.
    if (hostname.length() > 64 && !ssl.path("cloudflare_branding").asBoolean(false)) {
      throw new CloudflareError(
          400, 1407, "Invalid custom hostname: longer than 64 characters without branding.");
    }
    settle(request.at());
    if (hostnames.findFirst(one -> one.hostname().equals(hostname)).isPresent()) {
      throw new CloudflareError(409, 1406, "Duplicate custom hostname found.");
    }
    var made = new Hostname(Answers.id(), zone.id(), hostname, ssl, request.at(), null, null);
    hostnames.put(made.id(), made);
    return Answers.ok(view(made));
  }

  private SimResponse get(SimRequest request) {
    settle(request.at());
    return Answers.ok(view(find(request)));
  }

  private SimResponse delete(SimRequest request) {
    Hostname found = find(request);
    hostnames.remove(found.id());
    return SimResponse.json(200, SimJson.object().put("id", found.id()).put("success", true));
  }

  private Hostname find(SimRequest request) {
    String zone = realm.zone(request).id();
    return hostnames
        .find(request.path("hostname"))
        .filter(one -> one.zoneId().equals(zone))
        .orElseThrow(() -> new CloudflareError(404, 1436, "The custom hostname was not found."));
  }

  private ObjectNode view(Hostname one) {
    boolean active = one.activeAt() != null && one.forced() == null;
    boolean leadsHere =
        one.activeAt() != null || dns.pointsHereSince(one.hostname(), one.createdAt()).isPresent();
    var view =
        SimJson.object()
            .put("id", one.id())
            .put("hostname", one.hostname())
            .put("status", one.forced() != null ? one.forced() : active ? "active" : "pending")
            .put("created_at", one.createdAt().toString());
    if (!leadsHere) {
      view.putArray("verification_errors").add("custom hostname does not CNAME to this zone.");
    }
    if (!active) {
      view.putObject("ownership_verification")
          .put("type", "txt")
          .put("name", "_cf-custom-hostname." + one.hostname())
          .put("value", uuid("owner" + one.id()));
    }
    view.set("ssl", ssl(one, active));
    return view;
  }

  private static ObjectNode ssl(Hostname one, boolean active) {
    var ssl =
        SimJson.object()
            .put("id", uuid("ssl" + one.id()))
            .put("type", "dv")
            .put("method", one.ssl().path("method").asText("http"))
            .put("status", active ? "active" : "pending_validation")
            .put("bundle_method", "ubiquitous")
            .put("wildcard", false)
            .put("certificate_authority", "google");
    var settings = one.ssl().path("settings");
    ssl.set("settings", settings.isObject() ? settings : SimJson.object());
    if (!active) {
      String token = one.id().substring(0, 16);
      ssl.putArray("validation_records")
          .addObject()
          .put("http_url", "http://" + one.hostname() + "/.well-known/acme-challenge/" + token)
          .put("http_body", token);
    }
    return ssl;
  }

  private static String uuid(String of) {
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
