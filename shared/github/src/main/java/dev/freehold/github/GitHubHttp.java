package dev.freehold.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freehold.github.GitHubException.Kind;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.signal.Traceparent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call: sent, timed, and its answer read or turned into a {@link GitHubException}. */
final class GitHubHttp {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String baseUrl;
  private final Clock clock;

  GitHubHttp(String baseUrl, Clock clock) {
    this.baseUrl = baseUrl;
    this.clock = clock;
  }

  JsonNode send(
      String method, String path, @Nullable JsonNode body, String token, Duration timeout) {
    var request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    try {
      return read(
          http.send(Traceparent.onto(request).build(), HttpResponse.BodyHandlers.ofString()));
    } catch (HttpTimeoutException e) {
      throw new GitHubException(Kind.TIMEOUT, "TIMEOUT", "no answer within " + timeout, null);
    } catch (IOException e) {
      throw new GitHubException(Kind.UNAVAILABLE, "CONNECTION", "the connection broke: " + e, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitHubException(Kind.TIMEOUT, "INTERRUPTED", "interrupted", null);
    }
  }

  private JsonNode read(HttpResponse<String> response) {
    JsonNode answer = tree(response.body());
    int status = response.statusCode();
    if (status / 100 == 2) {
      return answer;
    }
    String message =
        "%d %s".formatted(status, answer.path("message").asText("without an explanation"));
    Kind kind = kind(status, response);
    throw new GitHubException(
        kind,
        String.valueOf(status),
        message,
        kind == Kind.RATE_LIMITED ? retryAfter(response) : null);
  }

  private static JsonNode tree(String body) {
    try {
      return body.isBlank() ? JsonNodeFactory.instance.objectNode() : Json.tree(body);
    } catch (IllegalArgumentException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  // docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: a limit is 403 or 429,
  // with retry-after or with x-ratelimit-remaining 0.
  private static Kind kind(int status, HttpResponse<?> response) {
    boolean limited =
        header(response, "retry-after").isPresent()
            || header(response, "x-ratelimit-remaining").filter("0"::equals).isPresent();
    return switch (status) {
      case 401 -> Kind.CREDENTIALS;
      case 403 -> limited ? Kind.RATE_LIMITED : Kind.REJECTED;
      case 404, 410 -> Kind.NOT_FOUND;
      case 409, 422 -> Kind.CONFLICT;
      case 408 -> Kind.TIMEOUT;
      case 429 -> Kind.RATE_LIMITED;
      default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REJECTED;
    };
  }

  private @Nullable Duration retryAfter(HttpResponse<?> response) {
    Optional<Duration> said =
        header(response, "retry-after")
            .filter(value -> value.matches("\\d{1,6}"))
            .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    if (said.isPresent()) {
      return said.get();
    }
    return header(response, "x-ratelimit-reset")
        .filter(value -> value.matches("\\d{1,12}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value) - clock.instant().getEpochSecond()))
        .filter(Duration::isPositive)
        .orElse(null);
  }

  private static Optional<String> header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name);
  }
}
