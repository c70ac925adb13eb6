package dev.freehold.cloudflare;

import static dev.freehold.cloudflare.CloudflareHttp.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** CNAME records of the zone. */
public final class ZoneRecords {

  /** A record as it stands. */
  public record Cname(String id, String content, String comment) {}

  private final CloudflareHttp http;

  ZoneRecords(CloudflareHttp http) {
    this.http = http;
  }

  /** The CNAME of exactly this name. */
  public Optional<Cname> find(String hostname) {
    JsonNode found = http.get(http.zone("/dns_records?type=CNAME&name=" + encode(hostname)));
    for (JsonNode row : found.path("result")) {
      if (row.path("name").asText().equalsIgnoreCase(hostname)) {
        return Optional.of(
            new Cname(
                row.path("id").asText(),
                row.path("content").asText(),
                row.path("comment").asText("")));
      }
    }
    return Optional.empty();
  }

  /**
   * @return the new record's id
   */
  public String create(String hostname, String content, String comment) {
    return http.post(
            http.zone("/dns_records"),
            CloudflareHttp.object()
                .put("type", "CNAME")
                .put("name", hostname)
                .put("content", content)
                .put("proxied", true)
                .put("comment", comment))
        .path("id")
        .asText();
  }

  public void delete(String id) {
    http.delete(http.zone("/dns_records/" + encode(id)));
  }
}
