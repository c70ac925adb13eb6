package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /zones/{zone}/dns_records}. Also what stands outside of our zones: a customer's record is
 * taken to be there unless it was said that it is not.
 */
final class DnsRecords {

  private static final Set<String> ADDRESSES = Set.of("A", "AAAA", "CNAME");

  record DnsRecord(
      String id,
      String zoneId,
      String type,
      String name,
      String content,
      boolean proxied,
      @Nullable String comment,
      Instant createdAt) {}

  /** A hostname outside of our zones whose owner has set no record. */
  record Missing(String hostname) {}

  /** When a customer set the record after it had been missing. */
  record Outside(String hostname, Instant setAt) {}

  private final Realm realm;
  private final Table<DnsRecord> records;
  private final Table<Missing> missing;
  private final Table<Outside> outside;

  DnsRecords(Realm realm, State state) {
    this.realm = realm;
    this.records = state.table("dns_records", DnsRecord.class);
    this.missing = state.table("dns_missing", Missing.class);
    this.outside = state.table("dns_outside", Outside.class);
  }

  void routes(Routes routes) {
    String path = "/zones/{zone}/dns_records";
    routes.on("GET", path, this::list);
    routes.on("POST", path, this::create);
    routes.on("GET", path + "/{record}", request -> Answers.ok(view(find(request))));
    routes.on("DELETE", path + "/{record}", this::delete);
  }

  Stream<DnsRecord> all() {
    return records.stream();
  }

  /** Since when the hostname leads here; empty = it does not. */
  Optional<Instant> pointsHereSince(String hostname, Instant atTheEarliest) {
    if (realm.zoneOf(hostname).isPresent()) {
      return records
          .findFirst(one -> one.name().equals(hostname) && ADDRESSES.contains(one.type()))
          .map(one -> later(one.createdAt(), atTheEarliest));
    }
    if (missing.has(hostname)) {
      return Optional.empty();
    }
    return Optional.of(
        outside.find(hostname).map(one -> later(one.setAt(), atTheEarliest)).orElse(atTheEarliest));
  }

  /** What the owner of a hostname outside of our zones does. */
  void setOutside(String hostname, boolean there, Instant now) {
    if (there) {
      missing.remove(hostname);
      outside.put(hostname, new Outside(hostname, now));
    } else {
      outside.remove(hostname);
      missing.put(hostname, new Missing(hostname));
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private SimResponse list(SimRequest request) {
    String zone = realm.zone(request).id();
    String name = request.query("name", request.query("name.exact", "")).toLowerCase(Locale.ROOT);
    String type = request.query("type", "");
    String content = request.query("content", "");
    String comment = request.query("comment", request.query("comment.exact", ""));
    List<ObjectNode> found =
        records.stream()
            .filter(one -> one.zoneId().equals(zone))
            .filter(one -> name.isEmpty() || one.name().equals(name))
            .filter(one -> type.isEmpty() || one.type().equals(type))
            .filter(one -> content.isEmpty() || one.content().equals(content))
            .filter(one -> comment.isEmpty() || comment.equals(one.comment()))
            .map(this::view)
            .toList();
    return Answers.page(found, request, 100, 50_000);
  }

  private SimResponse create(SimRequest request) {
    Realm.Zone zone = realm.zone(request);
    JsonNode body = Answers.body(request);
    String type = Answers.required(body, "type");
    String name = Answers.required(body, "name").toLowerCase(Locale.ROOT);
    String content = Answers.required(body, "content");
    String full = Realm.contains(zone, name) ? name : name + "." + zone.name();
    if (full.length() > 253) {
      throw new CloudflareError(400, 9000, "DNS name is invalid.");
    }
    refuseConflict(zone, type, full, content);
    String comment = body.path("comment").asText("");
    var made =
        new DnsRecord(
            Answers.id(),
            zone.id(),
            type,
            full,
            content,
            body.path("proxied").asBoolean(false),
            comment.isEmpty() ? null : comment,
            request.at());
    records.put(made.id(), made);
    return Answers.ok(view(made));
  }

  private void refuseConflict(Realm.Zone zone, String type, String name, String content) {
    for (DnsRecord one : records.all()) {
      if (one.zoneId().equals(zone.id()) && one.name().equals(name)) {
        if (one.type().equals(type) && one.content().equals(content)) {
          throw new CloudflareError(400, 81058, "An identical record already exists.");
        }
        boolean alone = type.equals("CNAME") || one.type().equals("CNAME");
        if (alone && ADDRESSES.contains(type) && ADDRESSES.contains(one.type())) {
          throw new CloudflareError(
              400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
        }
      }
    }
  }

  private SimResponse delete(SimRequest request) {
    DnsRecord found = find(request);
    records.remove(found.id());
    return Answers.ok(SimJson.object().put("id", found.id()));
  }

  private DnsRecord find(SimRequest request) {
    String zone = realm.zone(request).id();
    return records
        .find(request.path("record"))
        .filter(one -> one.zoneId().equals(zone))
        .orElseThrow(() -> new CloudflareError(404, 81044, "Record does not exist."));
  }

  private ObjectNode view(DnsRecord found) {
    var view =
        SimJson.object()
            .put("id", found.id())
            .put("zone_id", found.zoneId())
            .put("zone_name", realm.zone(found.zoneId()).name())
            .put("name", found.name())
            .put("type", found.type())
            .put("content", found.content())
            .put("proxiable", true)
            .put("proxied", found.proxied())
            .put("ttl", 1)
            .put("locked", false)
            .put("created_on", found.createdAt().toString())
            .put("modified_on", found.createdAt().toString());
    if (found.comment() != null) {
      view.put("comment", found.comment());
    }
    view.putObject("meta").put("auto_added", false).put("source", "primary");
    view.putArray("tags");
    return view;
  }
}
