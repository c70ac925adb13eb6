package dev.freehold.billing.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands between the product and the simulated Stripe and keeps what was sent. */
final class Recorder {

  /** A request as it went over the wire; the form is the body, or the query of a GET. */
  record Sent(String method, String path, String form, String idempotencyKey, String version) {}

  static final List<Sent> SENT = new CopyOnWriteArrayList<>();

  private static final List<String> FORWARDED =
      List.of("Authorization", "Content-Type", "Idempotency-Key", "Stripe-Version");

  private final URI target;
  private final HttpClient http = HttpClient.newHttpClient();

  private Recorder(URI target) {
    this.target = target;
  }

  static void start(int port, URI target) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", new Recorder(target)::pass);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI();
      var body = exchange.getRequestBody().readAllBytes();
      var query = uri.getRawQuery();
      SENT.add(
          new Sent(
              exchange.getRequestMethod(),
              uri.getPath().replaceFirst("^/stripe", ""),
              query == null ? new String(body, StandardCharsets.UTF_8) : query,
              exchange.getRequestHeaders().getFirst("Idempotency-Key"),
              exchange.getRequestHeaders().getFirst("Stripe-Version")));
      var answer = http.send(request(exchange, uri, body), BodyHandlers.ofByteArray());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange, URI uri, byte[] body) {
    var request =
        HttpRequest.newBuilder(URI.create(target + uri.toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String name : FORWARDED) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }
}
