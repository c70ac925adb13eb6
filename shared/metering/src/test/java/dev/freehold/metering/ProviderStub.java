package dev.freehold.metering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freehold.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The provider's GraphQL in small: filters, pages and order as it does, refuses on demand. */
public final class ProviderStub implements AutoCloseable {

  private record Group(
      String account,
      LocalDate date,
      String set,
      String key,
      String action,
      long first,
      long second) {}

  private final HttpServer server;
  private final List<Group> groups = new CopyOnWriteArrayList<>();
  public final List<String> asked = new CopyOnWriteArrayList<>();
  public volatile int refuseWith;

  public ProviderStub() {
    try {
      int port = Integer.parseInt(System.getProperty(ProviderAddress.PORT));
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      server.setExecutor(Executors.newFixedThreadPool(8));
      server.createContext("/cloudflare/client/v4/graphql", this::answer);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests and errors of a Worker. */
  public void worker(String account, LocalDate date, String name, long requests, long errors) {
    groups.add(new Group(account, date, "workersInvocationsAdaptive", name, "", requests, errors));
  }

  public void action(
      String account, LocalDate date, String set, String key, String action, long requests) {
    groups.add(new Group(account, date, set, key, action, requests, 0));
  }

  public void forget(String account) {
    groups.removeIf(group -> group.account().equals(account));
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode body =
        Json.tree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    JsonNode variables = body.path("variables");
    String set =
        Stream.of(
                "workersInvocationsAdaptive",
                "d1AnalyticsAdaptiveGroups",
                "r2StorageAdaptiveGroups",
                "r2OperationsAdaptiveGroups",
                "kvOperationsAdaptiveGroups")
            .filter(name -> body.path("query").asText().contains(name))
            .findFirst()
            .orElseThrow();
    asked.add(variables.path("accountTag").asText() + ' ' + set);
    if (refuseWith != 0) {
      exchange.getResponseHeaders().add("Retry-After", "7");
      send(exchange, refuseWith, "{}");
      return;
    }
    var answer = Json.mapper().createObjectNode();
    ArrayNode rows =
        answer.putObject("data").putObject("viewer").putArray("accounts").addObject().putArray(set);
    groups.stream()
        .filter(
            group ->
                group.account().equals(variables.path("accountTag").asText())
                    && group.date().toString().equals(variables.path("date").asText())
                    && group.set().equals(set)
                    && group.key().compareTo(variables.path("after").asText()) >= 0)
        .sorted(Comparator.comparing(Group::key).thenComparing(Group::action))
        .limit(variables.path("limit").asLong())
        .forEach(group -> add(rows, group));
    answer.putNull("errors");
    send(exchange, 200, Json.write(answer));
  }

  private static void add(ArrayNode rows, Group group) {
    var row = rows.addObject();
    var dimensions = row.putObject("dimensions");
    row.putObject("avg").put("sampleInterval", 1);
    if (group.action().isEmpty()) {
      dimensions.put("scriptName", group.key());
      row.putObject("sum").put("requests", group.first()).put("errors", group.second());
    } else {
      String key = group.set().startsWith("kv") ? "namespaceId" : "bucketName";
      dimensions.put(key, group.key()).put("actionType", group.action());
      row.putObject("sum").put("requests", group.first());
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
