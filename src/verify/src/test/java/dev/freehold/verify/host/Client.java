package dev.freehold.verify.host;

import dev.freehold.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the gateway as any program would; immutable, one per credential. */
public final class Client {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI api;
  private final Map<String, String> headers;

  Client(URI api) {
    this(api, Map.of());
  }

  private Client(URI api, Map<String, String> headers) {
    this.api = api;
    this.headers = headers;
  }

  /** With a session's token or an API key. */
  public Client as(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Client with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Client(api, more);
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  public Reply post(String path, Map<String, ?> body) {
    return send("POST", path, Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  public Reply put(String path, Map<String, ?> body) {
    return send("PUT", path, Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  public Reply patch(String path, Map<String, ?> body) {
    return send("PATCH", path, Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  /** JSON unless the client says another type. */
  public Reply send(String method, String path, byte @Nullable [] body) {
    var request =
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(TIMEOUT)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(method + " " + path, answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
