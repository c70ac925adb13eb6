package dev.freehold.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.edge.IdempotencyKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers as API Gateway takes them, with the headers every answer carries. */
@ApplicationScoped
public class Responses {

  private static final Set<String> KEPT_FOR_REPLAY = Set.of("Location", "ETag");

  private final boolean isHttps;

  Responses(HttpConfig config) {
    this.isHttps = config.apiUrl().startsWith("https://");
  }

  APIGatewayV2HTTPResponse of(Answer answer, String requestId) {
    JsonNode body = answer.body() == null ? null : Json.tree(answer.body());
    Map<String, String> headers = headers(requestId);
    headers.putAll(answer.headers());
    String etag = etag(body);
    if (etag != null) {
      headers.putIfAbsent("ETag", etag);
    }
    return response(
        answer.status(), headers, body == null ? null : body.toString(), answer.cookies());
  }

  APIGatewayV2HTTPResponse replayed(IdempotencyKeys.Stored stored, String requestId) {
    Map<String, String> headers = headers(requestId);
    headers.putAll(stored.headers());
    headers.put("Idempotent-Replayed", "true");
    return response(stored.status(), headers, stored.body(), List.of());
  }

  /** What a repeat of the call will be answered: secrets null, cookies gone. */
  IdempotencyKeys.Stored stored(Answer answer) {
    JsonNode body = answer.body() == null ? null : Json.tree(answer.body());
    var headers = new LinkedHashMap<String, String>();
    answer
        .headers()
        .forEach(
            (name, v) -> {
              if (KEPT_FOR_REPLAY.contains(name)) {
                headers.put(name, v);
              }
            });
    String etag = etag(body);
    if (etag != null) {
      headers.putIfAbsent("ETag", etag);
    }
    JsonNode shown = answer.replayBody() == null ? body : Json.tree(answer.replayBody());
    return new IdempotencyKeys.Stored(
        answer.status(), headers, shown == null ? null : shown.toString());
  }

  public APIGatewayV2HTTPResponse problem(Problems.Problem problem, String requestId) {
    Map<String, String> headers = headers(requestId);
    headers.put("Content-Type", "application/problem+json");
    if (problem.retryAfter() != null) {
      headers.put("Retry-After", problem.retryAfter().toString());
    }
    return response(problem.status(), headers, Json.write(problem.body()), List.of());
  }

  private Map<String, String> headers(String requestId) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("X-Request-Id", requestId);
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Vary", "Origin");
    if (isHttps) {
      headers.put("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
    return headers;
  }

  private static @Nullable String etag(@Nullable JsonNode body) {
    return body != null && body.path("version").isIntegralNumber()
        ? "\"" + body.get("version").asText() + "\""
        : null;
  }

  private static APIGatewayV2HTTPResponse response(
      int status, Map<String, String> headers, @Nullable String body, List<String> cookies) {
    if (body == null) {
      headers.remove("Content-Type");
    }
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(headers)
        .withCookies(cookies)
        .withBody(body)
        .withIsBase64Encoded(false)
        .build();
  }
}
