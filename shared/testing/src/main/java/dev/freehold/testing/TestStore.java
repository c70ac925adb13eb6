package dev.freehold.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An object store in memory for a test run: put, get, head and delete below {@code /bucket/key}, as
 * S3 answers them. Signatures are not looked at; the simulator of the sandbox does.
 */
public class TestStore implements QuarkusTestResourceLifecycleManager {

  static final String PORT_PROPERTY = "freehold.test.store-port";

  /** A key whose requests are answered with 400, which no client repeats, as often as it counts. */
  private static final String FAILURES = "freehold.test.store-failures";

  private static final Map<String, byte[]> OBJECTS = new ConcurrentHashMap<>();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "freehold.storage.endpoint", "http://localhost:" + port(),
        "freehold.storage.access-key", "test",
        "freehold.storage.secret-key", "test");
  }

  /** The next call fails. Tests have another class loader, hence the property. */
  public static void failNext() {
    System.setProperty(FAILURES, "1");
  }

  private static synchronized String port() {
    String known = System.getProperty(PORT_PROPERTY);
    if (known != null) {
      return known;
    }
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", TestStore::answer);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      String port = Integer.toString(server.getAddress().getPort());
      System.setProperty(PORT_PROPERTY, port);
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (System.getProperties().remove(FAILURES) != null) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "PUT" -> {
          OBJECTS.put(path, body);
          exchange.sendResponseHeaders(200, -1);
        }
        case "DELETE" -> {
          OBJECTS.remove(path);
          exchange.sendResponseHeaders(204, -1);
        }
        case "HEAD" -> send(exchange, OBJECTS.get(path), false);
        default -> send(exchange, OBJECTS.get(path), true);
      }
    }
  }

  private static void send(HttpExchange exchange, byte @Nullable [] content, boolean withBody)
      throws IOException {
    if (content == null) {
      byte[] error = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(404, withBody ? error.length : -1);
      if (withBody) {
        exchange.getResponseBody().write(error);
      }
      return;
    }
    if (!withBody) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
    }
    exchange.sendResponseHeaders(200, withBody ? content.length : -1);
    if (withBody) {
      exchange.getResponseBody().write(content);
    }
  }

  /** Kept until the JVM ends. */
  @Override
  public void stop() {}
}
