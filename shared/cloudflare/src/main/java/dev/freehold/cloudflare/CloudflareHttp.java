package dev.freehold.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.cloudflare.CloudflareException.Kind;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.signal.Traceparent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call: sent, timed, and its answer read or turned into a {@link CloudflareException}. */
final class CloudflareHttp {

  private static final int MESSAGE_LIMIT = 1800;
  private static final int FORBIDDEN = 403;

  private final HttpClient http;
  private final String baseUrl;
  private final CloudflareAccess access;

  CloudflareHttp(HttpClient http, String baseUrl, CloudflareAccess access) {
    this.http = http;
    this.baseUrl = baseUrl;
    this.access = access;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  String account(String path) {
    return "/accounts/" + encode(access.accountId()) + path;
  }

  String zone(String path) {
    return "/zones/" + encode(access.zoneId()) + path;
  }

  /** The answer's {@code result}, or empty when there is nothing at this address. */
  Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path).path("result"));
    } catch (CloudflareException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The whole answer, for lists that come in pages. */
  JsonNode get(String path) {
    return send("GET", path, BodyPublishers.noBody(), null);
  }

  JsonNode post(String path, JsonNode body) {
    return send("POST", path, json(body), "application/json").path("result");
  }

  JsonNode put(String path, JsonNode body) {
    return send("PUT", path, json(body), "application/json").path("result");
  }

  void putText(String path, String text) {
    send("PUT", path, BodyPublishers.ofString(text), "text/plain");
  }

  JsonNode multipart(String method, String path, Multipart body) {
    return send(method, path, BodyPublishers.ofByteArray(body.bytes()), body.contentType())
        .path("result");
  }

  /** Not there counts as deleted. The provider's description asks for a JSON body. */
  void delete(String path) {
    deleteWith(path, json(object()), "application/json");
  }

  /** Like {@link #delete}, for the addresses that take no body. */
  void deletePlain(String path) {
    deleteWith(path, BodyPublishers.noBody(), null);
  }

  private void deleteWith(String path, BodyPublisher body, @Nullable String contentType) {
    try {
      send("DELETE", path, body, contentType);
    } catch (CloudflareException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static BodyPublisher json(JsonNode body) {
    return BodyPublishers.ofString(Json.write(body));
  }

  private JsonNode send(
      String method, String path, BodyPublisher body, @Nullable String contentType) {
    Duration timeout = access.nextCall().get();
    var request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + access.token())
            .header("Accept", "application/json")
            .method(method, body);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    try {
      return read(
          http.send(Traceparent.onto(request).build(), HttpResponse.BodyHandlers.ofString()));
    } catch (HttpTimeoutException e) {
      throw failure(Kind.TIMEOUT, "TIMEOUT", "no answer within " + timeout, null);
    } catch (IOException e) {
      throw failure(Kind.UNAVAILABLE, "CONNECTION", "the connection broke: " + e, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Kind.TIMEOUT, "INTERRUPTED", "interrupted", null);
    }
  }

  private JsonNode read(HttpResponse<String> response) {
    JsonNode answer = tree(response.body());
    int status = response.statusCode();
    // Some deletes answer without the envelope; a missing "success" is then success.
    if (status / 100 == 2 && answer.path("success").asBoolean(true)) {
      return answer;
    }
    JsonNode error = answer.path("errors").path(0);
    String code = error.path("code").asText(String.valueOf(status));
    String message =
        "%d %s".formatted(status, error.path("message").asText("without an explanation"));
    throw failure(kind(status, code), code, message, retryAfter(response));
  }

  private static JsonNode tree(String body) {
    try {
      return body.isBlank() ? object() : Json.tree(body);
    } catch (IllegalArgumentException e) {
      // A proxy's page in between; the status says the rest.
      return object();
    }
  }

  private static Kind kind(int status, String code) {
    return switch (status) {
      case 401, FORBIDDEN -> Kind.CREDENTIALS;
      case 404, 410 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 408 -> Kind.TIMEOUT;
      case 429 -> Kind.RATE_LIMITED;
      default -> {
        if (status >= 500) {
          yield Kind.UNAVAILABLE;
        }
        yield CloudflareCode.isConflict(code) ? Kind.CONFLICT : Kind.REJECTED;
      }
    };
  }

  private static @Nullable Duration retryAfter(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }

  private CloudflareException failure(
      Kind kind, String code, String message, @Nullable Duration retryAfter) {
    String masked = message.replace(access.token(), "***");
    return new CloudflareException(
        kind,
        code,
        masked.length() > MESSAGE_LIMIT ? masked.substring(0, MESSAGE_LIMIT) : masked,
        retryAfter);
  }
}
