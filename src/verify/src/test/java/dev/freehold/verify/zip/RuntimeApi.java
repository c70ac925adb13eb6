package dev.freehold.verify.zip;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's Runtime API on loopback, as docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html says
 * it: a process asks for its next event, and posts what became of it.
 */
final class RuntimeApi implements AutoCloseable {

  /**
   * What a process posted.
   *
   * @param ok an answer, not a failure
   */
  record Posted(boolean ok, String body, long atNanos) {}

  private static final String BASE = "/2018-06-01/runtime/";
  private static final Duration DEADLINE = Duration.ofMinutes(15);

  private final HttpServer server;
  private final BlockingQueue<String> events = new ArrayBlockingQueue<>(16);
  private final BlockingQueue<Posted> posted = new ArrayBlockingQueue<>(16);
  private volatile long firstAskedNanos;

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(BASE, this::serve);
    server.start();
  }

  /** As {@code AWS_LAMBDA_RUNTIME_API} has it. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void give(String event) {
    events.add(event);
  }

  /** Empty when nothing was posted in time. */
  Optional<Posted> await(Duration limit) throws InterruptedException {
    return Optional.ofNullable(posted.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** When the process first asked for an event: its start is over. */
  long firstAskedNanos() {
    return firstAskedNanos;
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(BASE.length());
    try (exchange) {
      if (path.equals("invocation/next")) {
        next(exchange);
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      posted.add(new Posted(path.endsWith("/response"), body, System.nanoTime()));
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    if (firstAskedNanos == 0) {
      firstAskedNanos = System.nanoTime();
    }
    try {
      byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.add("Content-Type", "application/json");
      headers.add("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
      headers.add(
          "Lambda-Runtime-Deadline-Ms",
          Long.toString(System.currentTimeMillis() + DEADLINE.toMillis()));
      headers.add(
          "Lambda-Runtime-Invoked-Function-Arn",
          "arn:aws:lambda:eu-central-1:123456789012:function:freehold");
      headers.add("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");
      exchange.sendResponseHeaders(200, event.length);
      exchange.getResponseBody().write(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
