package dev.freehold.cloudflare;

import static dev.freehold.cloudflare.CloudflareHttp.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What leads a hostname to a Worker: routes of the zone, Worker domains, the dispatch table. */
public final class WorkerRoutes {

  /** A route as it stands. */
  public record Route(String id, String script) {}

  private final CloudflareHttp http;

  WorkerRoutes(CloudflareHttp http) {
    this.http = http;
  }

  public Optional<Route> find(String pattern) {
    for (JsonNode row : http.get(http.zone("/workers/routes")).path("result")) {
      if (row.path("pattern").asText().equals(pattern)) {
        return Optional.of(new Route(row.path("id").asText(), row.path("script").asText()));
      }
    }
    return Optional.empty();
  }

  /**
   * @return the new route's id
   */
  public String create(String pattern, String script) {
    return http.post(
            http.zone("/workers/routes"),
            CloudflareHttp.object().put("pattern", pattern).put("script", script))
        .path("id")
        .asText();
  }

  public void delete(String id) {
    http.delete(http.zone("/workers/routes/" + encode(id)));
  }

  /**
   * Record, certificate and route at once; the same again is no change.
   *
   * @return the domain's id
   */
  public String putDomain(String zoneId, String hostname, String script) {
    return http.put(
            http.account("/workers/domains"),
            CloudflareHttp.object()
                .put("zone_id", zoneId)
                .put("hostname", hostname)
                .put("service", script)
                .put("environment", "production"))
        .path("id")
        .asText();
  }

  public Optional<Route> findDomain(String hostname) {
    JsonNode found = http.get(http.account("/workers/domains?hostname=" + encode(hostname)));
    for (JsonNode row : found.path("result")) {
      if (row.path("hostname").asText().equalsIgnoreCase(hostname)) {
        return Optional.of(new Route(row.path("id").asText(), row.path("service").asText()));
      }
    }
    return Optional.empty();
  }

  public void deleteDomain(String id) {
    http.delete(http.account("/workers/domains/" + encode(id)));
  }

  /** In dispatch mode one router Worker reads here which script serves a hostname. */
  public void putDispatch(String namespaceId, String hostname, String script) {
    http.putText(dispatch(namespaceId, hostname), script);
  }

  public void deleteDispatch(String namespaceId, String hostname) {
    http.delete(dispatch(namespaceId, hostname));
  }

  private String dispatch(String namespaceId, String hostname) {
    return http.account(
        "/storage/kv/namespaces/" + encode(namespaceId) + "/values/" + encode(hostname));
  }
}
