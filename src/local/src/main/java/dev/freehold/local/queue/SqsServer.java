package dev.freehold.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Speaks the protocol of SQS (JSON 1.0) on loopback, as far as the product's client and readers ask
 * for it.
 */
public final class SqsServer {

  private static final String TARGET = "AmazonSQS.";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SqsOperations operations;

  public SqsServer(LocalQueues queues, SendFaults faults) {
    // Without it the kernel of the operating system holds small answers back for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    operations = new SqsOperations(queues, endpoint().toString(), json, faults);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      JsonNode request = json.readTree(exchange.getRequestBody().readAllBytes());
      if (target == null || !target.startsWith(TARGET)) {
        refuse(exchange, new SqsRefusal("InvalidAction", "no X-Amz-Target of SQS"));
        return;
      }
      try {
        send(exchange, 200, operations.run(target.substring(TARGET.length()), request));
      } catch (SqsRefusal refusal) {
        refuse(exchange, refusal);
      } catch (SendFaults.Refused refused) {
        // The connection closes without an answer.
        return;
      } catch (InterruptedException e) {
        // The host is stopping: the client sees a closed connection, as when a provider goes away.
        Thread.currentThread().interrupt();
      }
    }
  }

  private void refuse(HttpExchange exchange, SqsRefusal refusal) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-query-error", refusal.queryCode() + ";Sender");
    send(
        exchange,
        400,
        Map.of("__type", "com.amazonaws.sqs#" + refusal.code(), "message", refusal.getMessage()));
  }

  private void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
