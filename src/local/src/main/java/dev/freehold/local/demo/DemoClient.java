package dev.freehold.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.freehold.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the gateway as any program would. */
final class DemoClient {

  /** An advance over many days takes its time. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI api;
  private @Nullable String bearer;

  DemoClient(URI api) {
    this.api = api;
  }

  /** From now on every call carries this credential. */
  void signIn(String token) {
    bearer = token;
  }

  /** Another caller at the same address. */
  DemoClient as(String token) {
    DemoClient client = new DemoClient(api);
    client.signIn(token);
    return client;
  }

  /** Nobody yet, at the same address. */
  DemoClient anonymous() {
    return new DemoClient(api);
  }

  /** The same caller at another address. */
  DemoClient on(URI other) {
    DemoClient client = new DemoClient(other);
    client.bearer = bearer;
    return client;
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply post(String path, Map<String, ?> body) {
    return send("POST", path, body);
  }

  Reply put(String path, Map<String, ?> body) {
    return send("PUT", path, body);
  }

  Reply patch(String path, Map<String, ?> body) {
    return send("PATCH", path, body);
  }

  private Reply send(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(TIMEOUT)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(Json.write(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (bearer != null && !path.startsWith("/v1/sandbox/")) {
      request.header("Authorization", "Bearer " + bearer);
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          method + " " + path, answer.statusCode(), parsed(answer.body()), answer.body());
    } catch (IOException e) {
      throw new Difference("%s %s: no answer (%s)".formatted(method, path, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Difference(method + " " + path + ": interrupted");
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return text.isEmpty() ? NullNode.getInstance() : Json.tree(text);
    } catch (IllegalArgumentException e) {
      return NullNode.getInstance();
    }
  }
}
