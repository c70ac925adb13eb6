package dev.freehold.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service of AWS that answers what it is told to: every client of the SDK made while it is open
 * calls it, once for each call.
 */
public final class AwsEndpoint implements AutoCloseable {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "aws.region", "us-east-1",
          "aws.accessKeyId", "k",
          "aws.secretAccessKey", "s",
          "aws.maxAttempts", "1");

  private record Answer(int status, byte[] body) {}

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Answer answer = new Answer(200, new byte[0]);

  public AwsEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            received.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
          }
        });
    server.start();
    SETTINGS.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on. */
  public void answers(int status, String body) {
    answer = new Answer(status, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Bodies of the requests so far. */
  public List<String> received() {
    return received;
  }

  @Override
  public void close() {
    server.stop(0);
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrl");
  }
}
