package dev.freehold.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Calls a simulator over real HTTP, with a bearer token and JSON. */
public final class Caller {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  public record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {

    public JsonNode result() {
      return json.path("result");
    }

    public int errorCode() {
      return json.at("/errors/0/code").asInt();
    }

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  public Caller(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  public Answer get(String path) {
    return send("GET", path, null, "application/json");
  }

  public Answer post(String path, String json) {
    return send("POST", path, json, "application/json");
  }

  public Answer put(String path, String json) {
    return send("PUT", path, json, "application/json");
  }

  public Answer patch(String path, String json) {
    return send("PATCH", path, json, "application/json");
  }

  public Answer delete(String path) {
    return send("DELETE", path, null, "application/json");
  }

  public Answer send(String method, String path, @Nullable String body, String contentType) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", contentType)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      boolean json = answer.headers().firstValue("content-type").orElse("").contains("json");
      return new Answer(
          answer.statusCode(), json ? SimJson.tree(answer.body()) : SimJson.object(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
