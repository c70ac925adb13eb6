package dev.freehold.identity.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.signal.Traceparent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls of providers: short, and whatever goes wrong is one refusal. */
@ApplicationScoped
class ProviderHttp {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  JsonNode get(URI address, @Nullable String bearer) {
    var request = HttpRequest.newBuilder(address).GET();
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return send(request);
  }

  JsonNode postForm(URI address, Map<String, String> fields) {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(fields))));
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode send(HttpRequest.Builder request) {
    request.timeout(TIMEOUT).header("Accept", "application/json");
    try {
      var answer = http.send(Traceparent.onto(request).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw refused("the provider answered " + answer.statusCode());
      }
      return Json.tree(answer.body());
    } catch (IOException | IllegalArgumentException e) {
      throw refused("the provider gave no answer to read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("interrupted");
    }
  }

  static Refusal refused(String reason) {
    return IdentityRefusal.PROVIDER_REFUSED.because("%s", reason);
  }
}
