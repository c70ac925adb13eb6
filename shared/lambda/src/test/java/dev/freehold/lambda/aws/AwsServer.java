package dev.freehold.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freehold.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service that speaks AWS JSON 1.1 on loopback: what is asked stands in the target header, and a
 * request without a signature is refused. The SDK finds it, its region and its credentials by
 * system properties until this is closed.
 */
public final class AwsServer implements AutoCloseable {

  /** What the service does: the operation's name and its request to its answer. */
  @FunctionalInterface
  public interface Service {
    Map<String, ?> answer(String operation, JsonNode request) throws Fault;
  }

  /** An error of the service. */
  public static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public Fault(int status, String code) {
      super(code);
      this.status = status;
    }
  }

  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.region", "eu-central-1", "aws.accessKeyId", "AKID", "aws.secretAccessKey", "s");

  private final HttpServer server;
  private final String prefix;
  private final String signedFor;
  private final String property;
  private final Service service;

  /** Operations asked for, in order. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * @param prefix of the target header: {@code secretsmanager}, {@code TrentService}
   * @param signedFor service named in the signature's scope
   * @param sdkName as the SDK's system property for its address spells it
   */
  public AwsServer(String prefix, String signedFor, String sdkName, Service service)
      throws IOException {
    this.prefix = prefix;
    this.signedFor = signedFor;
    this.property = "aws.endpointUrl" + sdkName;
    this.service = service;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
    CREDENTIALS.forEach(System::setProperty);
    System.setProperty(property, "http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      Map<String, ?> answer;
      try {
        answer = service.answer(operation(exchange), request(exchange));
      } catch (Fault fault) {
        status = fault.status;
        answer = Map.of("__type", String.valueOf(fault.getMessage()), "message", "no");
      }
      byte[] bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String operation(HttpExchange exchange) throws Fault {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (!signature.startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
        || !signature.contains("/eu-central-1/" + signedFor + "/aws4_request")) {
      throw new Fault(403, "MissingAuthenticationTokenException");
    }
    if (!target.startsWith(prefix + ".") || !type.equals("application/x-amz-json-1.1")) {
      throw new Fault(400, "UnknownOperationException");
    }
    String operation = target.substring(prefix.length() + 1);
    asked.add(operation);
    return operation;
  }

  private static JsonNode request(HttpExchange exchange) throws IOException {
    return Json.tree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    CREDENTIALS.keySet().forEach(System::clearProperty);
    System.clearProperty(property);
  }
}
