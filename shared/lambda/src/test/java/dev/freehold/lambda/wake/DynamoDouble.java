package dev.freehold.lambda.wake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freehold.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * DynamoDB's protocol for the two calls and the expressions that the store uses; all else is
 * answered as the real one answers what it does not take. Its answers were compared with moto's.
 */
final class DynamoDouble implements AutoCloseable {

  private static final String VERSION = "DynamoDB_20120810.";

  private final HttpServer server;
  private final Map<String, ObjectNode> tables = new HashMap<>();
  private final List<String> targets = new ArrayList<>();
  private volatile boolean isAway;

  DynamoDouble() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on it answers 500. */
  void goAway() {
    isAway = true;
  }

  /** The calls so far, without the version. */
  synchronized List<String> calls() {
    return List.copyOf(targets);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    JsonNode request =
        Json.tree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    int status = 200;
    JsonNode answer;
    try {
      if (isAway) {
        throw new Fault("InternalServerError", 500);
      }
      if (!exchange.getRequestHeaders().getFirst("Authorization").startsWith("AWS4-HMAC-SHA256 ")) {
        throw new Fault("MissingAuthenticationTokenException", 400);
      }
      answer = call(target, request);
    } catch (Fault fault) {
      status = fault.status;
      answer =
          Json.tree(Map.of("__type", "com.amazonaws.dynamodb.v20120810#" + fault.getMessage()));
    }
    byte[] body = Json.write(answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Fault(String type, int status) {
      super(type);
      this.status = status;
    }
  }

  private synchronized JsonNode call(String target, JsonNode request) {
    targets.add(target.replace(VERSION, ""));
    if (!request.at("/Key/id/S").asText().equals("wake") || request.path("Key").size() != 1) {
      throw new Fault("ValidationException", 400);
    }
    ObjectNode item = tables.get(request.path("TableName").asText());
    return switch (target) {
      case VERSION + "GetItem" -> {
        if (!request.path("ConsistentRead").asBoolean()) {
          throw new IllegalStateException("an old state would close the gate");
        }
        yield item == null ? Json.tree(Map.of()) : Json.tree(Map.of("Item", item));
      }
      case VERSION + "UpdateItem" -> {
        ObjectNode changed = item == null ? Json.mapper().createObjectNode() : item.deepCopy();
        changed.set("id", request.at("/Key/id"));
        update(changed, request);
        tables.put(request.path("TableName").asText(), changed);
        yield Json.tree(Map.of());
      }
      default -> throw new Fault("UnknownOperationException", 400);
    };
  }

  private static void update(ObjectNode item, JsonNode request) {
    JsonNode names = request.path("ExpressionAttributeNames");
    JsonNode values = request.path("ExpressionAttributeValues");
    String seen = names.path("#seen").asText();
    String due = names.path("#due").asText();
    switch (request.path("UpdateExpression").asText()) {
      case "SET awakeUntil = :until" -> {
        condition(
            request,
            "attribute_not_exists(awakeUntil) OR awakeUntil < :least",
            isLess(item.get("awakeUntil"), values.path(":least")));
        item.set("awakeUntil", values.get(":until"));
      }
      case "ADD running :operation" -> add(item, values.at("/:operation/SS/0").asText());
      case "SET #seen = :seen, #due = :due DELETE running :operation" -> {
        ended(item, request, seen);
        item.set(due, values.get(":due"));
      }
      case "SET #seen = :seen REMOVE #due DELETE running :operation" -> {
        ended(item, request, seen);
        item.remove(due);
      }
      default -> throw new Fault("ValidationException", 400);
    }
  }

  private static void ended(ObjectNode item, JsonNode request, String seen) {
    JsonNode values = request.path("ExpressionAttributeValues");
    condition(
        request,
        "attribute_not_exists(#seen) OR #seen < :seen",
        isLess(item.get(seen), values.path(":seen")));
    item.set(seen, values.get(":seen"));
    remove(item, values.at("/:operation/SS/0").asText());
  }

  private static void condition(JsonNode request, String expected, boolean holds) {
    if (!request.path("ConditionExpression").asText().equals(expected)) {
      throw new Fault("ValidationException", 400);
    }
    if (!holds) {
      throw new Fault("ConditionalCheckFailedException", 400);
    }
  }

  private static boolean isLess(@org.jspecify.annotations.Nullable JsonNode kept, JsonNode value) {
    return kept == null || kept.path("N").asLong() < value.path("N").asLong();
  }

  private static void add(ObjectNode item, String word) {
    ObjectNode set = item.withObject("running");
    ArrayNode words = set.withArray("SS");
    words.add(word);
  }

  /** An empty set is no set. */
  private static void remove(ObjectNode item, String word) {
    ArrayNode left = Json.mapper().createArrayNode();
    item.path("running")
        .path("SS")
        .forEach(
            one -> {
              if (!one.asText().equals(word)) {
                left.add(one);
              }
            });
    if (left.isEmpty()) {
      item.remove("running");
    } else {
      item.withObject("running").set("SS", left);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
