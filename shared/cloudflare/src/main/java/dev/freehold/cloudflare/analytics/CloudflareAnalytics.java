package dev.freehold.cloudflare.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.signal.Traceparent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Reads one page of one data set of one account and day. Paces nothing and tries once. */
@ApplicationScoped
public class CloudflareAnalytics {

  /** A page of 10,000 groups takes the provider some seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int TOO_MANY = 429;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param from the first key wanted, itself included; empty = from the start
   * @param limit groups a page, at least 2
   * @throws AnalyticsFailure when the provider refuses, is away, or answers what it should not
   */
  public AnalyticsPage read(
      AnalyticsAccess access, DataSet set, LocalDate date, String from, int limit) {
    if (set.isSql()) {
      String path = "/accounts/" + encode(access.accountId()) + "/analytics_engine/sql";
      String sql = EngineQuery.text(date, from, limit);
      return EngineQuery.page(send(access, path, "text/plain", sql), from, limit);
    }
    String body = GraphQuery.body(set, access.accountId(), date, from, limit);
    JsonNode answer = send(access, "/graphql", "application/json", body);
    return GraphQuery.page(set, answer, from, limit);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode send(AnalyticsAccess access, String path, String contentType, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(access.baseUrl() + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + access.token())
            .header("Accept", "application/json")
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body));
    try {
      return answer(http.send(Traceparent.onto(request).build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AnalyticsFailure("not reached: " + e.getClass().getSimpleName(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnalyticsFailure("interrupted", null);
    }
  }

  private static JsonNode answer(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status / 100 != 2) {
      throw new AnalyticsFailure(
          "status " + status, status == TOO_MANY ? retryAfter(response) : null);
    }
    try {
      return Json.tree(response.body());
    } catch (IllegalArgumentException e) {
      throw new AnalyticsFailure("the answer is not JSON", null);
    }
  }

  private static @Nullable Duration retryAfter(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }
}
