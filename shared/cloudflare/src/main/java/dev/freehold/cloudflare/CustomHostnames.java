package dev.freehold.cloudflare;

import static dev.freehold.cloudflare.CloudflareHttp.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Hostnames with a certificate of their own. */
public final class CustomHostnames {

  // A certificate's common name ends at 64 characters; longer names need the provider's own in it.
  private static final int COMMON_NAME_LIMIT = 64;
  private static final Set<String> LOST = Set.of("blocked", "moved", "deleted");

  /** A record that the owner of the hostname must set. */
  public record Verification(String type, String name, String value) {}

  /** How far the provider is with it. */
  public record Hostname(
      String id,
      String status,
      String sslStatus,
      List<Verification> verification,
      List<String> errors) {

    /** Hostname and certificate both. */
    public boolean isActive() {
      return status.equals("active") && sslStatus.equals("active");
    }

    /** It will never become active. */
    public boolean isLost() {
      return LOST.contains(status);
    }
  }

  private final CloudflareHttp http;

  CustomHostnames(CloudflareHttp http) {
    this.http = http;
  }

  public Optional<Hostname> find(String hostname) {
    JsonNode found = http.get(http.zone("/custom_hostnames?hostname=" + encode(hostname)));
    for (JsonNode row : found.path("result")) {
      if (row.path("hostname").asText().equalsIgnoreCase(hostname)) {
        return Optional.of(read(row));
      }
    }
    return Optional.empty();
  }

  public Optional<Hostname> get(String id) {
    return http.find(http.zone("/custom_hostnames/" + encode(id))).map(CustomHostnames::read);
  }

  public Hostname create(String hostname) {
    var body = CloudflareHttp.object().put("hostname", hostname);
    var ssl = body.putObject("ssl").put("method", "http").put("type", "dv");
    ssl.putObject("settings").put("min_tls_version", "1.2");
    ssl.put("cloudflare_branding", hostname.length() > COMMON_NAME_LIMIT);
    return read(http.post(http.zone("/custom_hostnames"), body));
  }

  public void delete(String id) {
    http.delete(http.zone("/custom_hostnames/" + encode(id)));
  }

  private static Hostname read(JsonNode row) {
    var records = new ArrayList<Verification>();
    JsonNode ownership = row.path("ownership_verification");
    if (ownership.hasNonNull("name")) {
      records.add(
          new Verification(
              ownership.path("type").asText("txt").toUpperCase(Locale.ROOT),
              ownership.path("name").asText(),
              ownership.path("value").asText()));
    }
    for (JsonNode check : row.at("/ssl/validation_records")) {
      if (check.hasNonNull("txt_name")) {
        records.add(
            new Verification(
                "TXT", check.path("txt_name").asText(), check.path("txt_value").asText()));
      }
    }
    var errors = new ArrayList<String>();
    row.path("verification_errors").forEach(error -> errors.add(error.asText()));
    row.at("/ssl/validation_errors")
        .forEach(error -> errors.add(error.path("message").asText(error.asText())));
    return new Hostname(
        row.path("id").asText(),
        row.path("status").asText("pending"),
        row.at("/ssl/status").asText("initializing"),
        List.copyOf(records),
        List.copyOf(errors));
  }
}
