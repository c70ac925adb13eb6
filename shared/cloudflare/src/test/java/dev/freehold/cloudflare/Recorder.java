package dev.freehold.cloudflare;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Stands between client and simulator and keeps every request. */
final class Recorder implements AutoCloseable {

  /** What went over the wire. */
  record Sent(String method, String target, @Nullable String contentType, String body) {}

  final List<Sent> sent = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI behind;
  private final HttpServer server;

  Recorder(URI behind) throws IOException {
    this.behind = behind;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      String target = exchange.getRequestURI().toString();
      sent.add(
          new Sent(
              exchange.getRequestMethod(),
              target,
              type,
              new String(body, StandardCharsets.ISO_8859_1)));
      var request =
          HttpRequest.newBuilder(URI.create(behind + target))
              .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      if (type != null) {
        request.header("Content-Type", type);
      }
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Retry-After")
          .ifPresent(after -> exchange.getResponseHeaders().set("Retry-After", after));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
