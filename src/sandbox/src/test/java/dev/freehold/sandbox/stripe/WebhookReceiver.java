package dev.freehold.sandbox.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The endpoint: takes events as the product does, with the signature checked by stripe-java. */
final class WebhookReceiver implements AutoCloseable {

  static final String SECRET = "whsec_test";

  record Received(Event event, String body, Instant at) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Clock clock;
  private volatile int status = 200;

  WebhookReceiver(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/webhooks/stripe");
  }

  void answerWith(int code) {
    status = code;
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  List<String> types() {
    return received.stream().map(one -> one.event().getType()).toList();
  }

  List<Received> ofType(String type) {
    return received.stream().filter(one -> one.event().getType().equals(type)).toList();
  }

  /** Signatures that stripe-java did not accept. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  void forget() {
    received.clear();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
    try {
      Event event = Webhook.constructEvent(body, signature, SECRET, 300, clock);
      received.add(new Received(event, body, clock.instant()));
    } catch (SignatureVerificationException e) {
      refused.add(signature);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
