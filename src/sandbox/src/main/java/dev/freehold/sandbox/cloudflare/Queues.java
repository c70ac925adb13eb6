package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /accounts/{account}/queues} and their consumers. */
final class Queues {

  record Queue(String id, String accountId, String name, Instant createdAt) {}

  record Consumer(
      String id,
      String queueId,
      String scriptName,
      JsonNode settings,
      @Nullable String deadLetterQueue,
      Instant createdAt) {}

  private final Realm realm;
  private final Table<Queue> queues;
  private final Table<Consumer> consumers;
  private final Workers workers;

  Queues(Realm realm, State state, Workers workers) {
    this.realm = realm;
    this.queues = state.table("queues", Queue.class);
    this.consumers = state.table("consumers", Consumer.class);
    this.workers = workers;
  }

  void routes(Routes routes) {
    String path = "/accounts/{account}/queues";
    routes.on("GET", path, this::list);
    routes.on("POST", path, this::create);
    routes.on("GET", path + "/{queue}", request -> Answers.ok(view(find(request))));
    routes.on("DELETE", path + "/{queue}", this::delete);
    routes.on("GET", path + "/{queue}/consumers", this::listConsumers);
    routes.on("POST", path + "/{queue}/consumers", this::attach);
    routes.on("DELETE", path + "/{queue}/consumers/{consumer}", this::detach);
  }

  Optional<Queue> byName(String account, String name) {
    return queues.findFirst(one -> one.accountId().equals(account) && one.name().equals(name));
  }

  Stream<Queue> all() {
    return queues.stream();
  }

  Stream<Consumer> allConsumers() {
    return consumers.stream();
  }

  boolean isConsumer(String account, String script) {
    return consumers.stream()
        .filter(one -> one.scriptName().equals(script))
        .anyMatch(
            one ->
                queues
                    .find(one.queueId())
                    .filter(queue -> queue.accountId().equals(account))
                    .isPresent());
  }

  private SimResponse list(SimRequest request) {
    String account = realm.account(request);
    var found =
        queues.stream().filter(one -> one.accountId().equals(account)).map(this::view).toList();
    return Answers.page(found, request, 100, 100);
  }

  private SimResponse create(SimRequest request) {
    String account = realm.account(request);
    String name = Answers.required(Answers.body(request), "queue_name");
    if (!name.matches("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]")) {
      throw new CloudflareError(400, 11003, "Queue name '" + name + "' is invalid.");
    }
    if (byName(account, name).isPresent()) {
      throw new CloudflareError(
          409,
          11009,
          "Queue name '" + name + "' is already taken. Please use a different name and try again.");
    }
    var made = new Queue(Answers.id(), account, name, request.at());
    queues.put(made.id(), made);
    return Answers.ok(view(made));
  }

  private SimResponse delete(SimRequest request) {
    Queue queue = find(request);
    if (workers.binds(queue.accountId(), "queue", "queue_name", queue.name())) {
      throw new CloudflareError(
          400, 11005, "Queue '" + queue.name() + "' is still in use by a Worker binding.");
    }
    queues.remove(queue.id());
    consumers.removeIf(one -> one.queueId().equals(queue.id()));
    return Answers.ok(null);
  }

  private SimResponse listConsumers(SimRequest request) {
    Queue queue = find(request);
    return Answers.page(
        of(queue).stream().map(one -> view(queue, one)).toList(), request, 100, 100);
  }

  private SimResponse attach(SimRequest request) {
    Queue queue = find(request);
    JsonNode body = Answers.body(request);
    String script = Answers.required(body, "script_name");
    workers.require(queue.accountId(), script);
    if (!of(queue).isEmpty()) {
      throw new CloudflareError(400, 11004, "Queue '" + queue.name() + "' already has a consumer.");
    }
    var settings = settings(body.path("settings"));
    String dead = body.path("dead_letter_queue").asText("");
    var made =
        new Consumer(
            Answers.id(), queue.id(), script, settings, dead.isEmpty() ? null : dead, request.at());
    consumers.put(made.id(), made);
    return Answers.ok(view(queue, made));
  }

  private static ObjectNode settings(JsonNode asked) {
    var settings = SimJson.object();
    settings.put("batch_size", asked.path("batch_size").asInt(10));
    settings.put("max_retries", asked.path("max_retries").asInt(3));
    settings.put("max_wait_time_ms", asked.path("max_wait_time_ms").asInt(5000));
    return settings;
  }

  private SimResponse detach(SimRequest request) {
    Queue queue = find(request);
    String id = request.path("consumer");
    if (of(queue).stream().noneMatch(one -> one.id().equals(id))) {
      throw new CloudflareError(404, 11006, "Consumer '" + id + "' not found.");
    }
    consumers.remove(id);
    return Answers.ok(null);
  }

  private List<Consumer> of(Queue queue) {
    return consumers.stream().filter(one -> one.queueId().equals(queue.id())).toList();
  }

  private Queue find(SimRequest request) {
    String account = realm.account(request);
    return queues
        .find(request.path("queue"))
        .filter(one -> one.accountId().equals(account))
        .orElseThrow(() -> new CloudflareError(404, 11000, "Queue not found."));
  }

  private ObjectNode view(Queue queue) {
    var view =
        SimJson.object()
            .put("queue_id", queue.id())
            .put("queue_name", queue.name())
            .put("created_on", queue.createdAt().toString())
            .put("modified_on", queue.createdAt().toString());
    view.put("consumers_total_count", of(queue).size());
    view.put(
        "producers_total_count",
        workers.binding(queue.accountId(), "queue", "queue_name", queue.name()).size());
    return view;
  }

  private static ObjectNode view(Queue queue, Consumer consumer) {
    var view =
        SimJson.object()
            .put("consumer_id", consumer.id())
            .put("queue_name", queue.name())
            .put("type", "worker")
            // The provider names it differently in create and list; both are given in both.
            .put("script_name", consumer.scriptName())
            .put("script", consumer.scriptName())
            .put("service", consumer.scriptName())
            .put("environment", "production")
            .put("created_on", consumer.createdAt().toString());
    view.set("settings", consumer.settings());
    if (consumer.deadLetterQueue() != null) {
      view.put("dead_letter_queue", consumer.deadLetterQueue());
    }
    return view;
  }
}
