package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /accounts/{account}/workers/scripts}, and the same in dispatch namespaces. */
final class Workers {

  private static final String DISPATCH = "/accounts/{account}/workers/dispatch/namespaces";

  record DispatchNamespace(String id, String accountId, String name, String createdAt) {}

  private final Realm realm;
  private final Table<Worker> workers;
  private final Table<DispatchNamespace> dispatchNamespaces;
  private final List<Consumer<Worker>> whenDeleted = new ArrayList<>();
  private BiPredicate<String, String> consumes = (account, script) -> false;
  private final WorkerUploads uploads;

  Workers(Realm realm, State state, WorkerUploads uploads) {
    this.realm = realm;
    this.uploads = uploads;
    this.workers = state.table("workers", Worker.class);
    this.dispatchNamespaces = state.table("dispatch_namespaces", DispatchNamespace.class);
  }

  void routes(Routes routes) {
    routes.on("GET", "/accounts/{account}/workers/scripts", this::list);
    routes.on("GET", DISPATCH, this::listNamespaces);
    routes.on("POST", DISPATCH, this::createNamespace);
    routes.on("GET", DISPATCH + "/{ns}", this::getNamespace);
    routes.on("GET", DISPATCH + "/{ns}/scripts/{script}", request -> metadata(request, true));
    routes(routes, "/accounts/{account}/workers/scripts/{script}", false);
    routes(routes, DISPATCH + "/{ns}/scripts/{script}", true);
    String schedules = "/accounts/{account}/workers/scripts/{script}/schedules";
    routes.on("GET", schedules, this::getCrons);
    routes.on("PUT", schedules, this::putCrons);
  }

  private void routes(Routes routes, String path, boolean dispatch) {
    routes.on("PUT", path, request -> upload(request, dispatch));
    routes.on("DELETE", path, request -> delete(request, dispatch));
    routes.on("GET", path + "/settings", request -> Answers.ok(find(request, dispatch).settings()));
    routes.on("GET", path + "/secrets", request -> listSecrets(request, dispatch));
    routes.on("PUT", path + "/secrets", request -> putSecret(request, dispatch));
    routes.on("DELETE", path + "/secrets/{secret}", request -> deleteSecret(request, dispatch));
  }

  /** Asked before a script is removed, told afterwards. */
  void guard(BiPredicate<String, String> isConsumer, Consumer<Worker> afterDelete) {
    consumes = isConsumer;
    whenDeleted.add(afterDelete);
  }

  Stream<Worker> all() {
    return workers.stream();
  }

  Optional<Worker> byName(String account, @Nullable String dispatchNamespace, String name) {
    return workers.find(Worker.key(account, dispatchNamespace, name));
  }

  /** The script must exist in the account. */
  Worker require(String account, String name) {
    return byName(account, null, name)
        .orElseThrow(
            () -> new CloudflareError(404, 10007, "This Worker does not exist on your account."));
  }

  boolean binds(String account, String type, String field, String value) {
    return !binding(account, type, field, value).isEmpty();
  }

  /** Names of the scripts with such a binding. */
  List<String> binding(String account, String type, String field, String value) {
    return workers.stream()
        .filter(worker -> worker.accountId().equals(account))
        .filter(worker -> binds(worker.metadata().path("bindings"), type, field, value))
        .map(Worker::name)
        .toList();
  }

  private static boolean binds(JsonNode bindings, String type, String field, String value) {
    for (JsonNode binding : bindings) {
      if (binding.path("type").asText().equals(type)
          && binding.path(field).asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private SimResponse list(SimRequest request) {
    String account = realm.account(request);
    return Answers.ok(
        workers.stream()
            .filter(one -> one.accountId().equals(account) && one.dispatchNamespace() == null)
            .map(Worker::view)
            .toList());
  }

  private SimResponse metadata(SimRequest request, boolean dispatch) {
    Worker worker = find(request, dispatch);
    var view = SimJson.object();
    view.put("created_on", worker.createdAt().toString());
    view.put("modified_on", worker.modifiedAt().toString());
    view.put("dispatch_namespace", worker.dispatchNamespace());
    view.set("script", worker.view());
    return Answers.ok(view);
  }

  private SimResponse upload(SimRequest request, boolean dispatch) {
    String account = realm.account(request);
    String namespace = namespace(request, account, dispatch);
    String name = request.path("script");
    var before = byName(account, namespace, name);
    long scripts = workers.stream().filter(one -> one.accountId().equals(account)).count();
    if (before.isEmpty() && namespace == null && scripts >= 500) {
      throw new CloudflareError(
          403, 10037, "You have exceeded the limit of 500 Workers on your account.");
    }
    Worker made = uploads.worker(request, account, namespace, name, before.orElse(null));
    workers.put(made.key(), made);
    return Answers.ok(made.view());
  }

  private SimResponse delete(SimRequest request, boolean dispatch) {
    Worker worker = find(request, dispatch);
    if (worker.dispatchNamespace() == null) {
      // force=true takes bindings of others along, but not a queue's consumer: workers-sdk #3370.
      if (consumes.test(worker.accountId(), worker.name())) {
        throw new CloudflareError(400, 10064, "script still in use as a consumer for a queue");
      }
      boolean forced = "true".equals(request.query("force"));
      if (!forced && binds(worker.accountId(), "service", "service", worker.name())) {
        throw new CloudflareError(
            400, 10073, "script still referenced by a service binding of another Worker");
      }
    }
    workers.remove(worker.key());
    whenDeleted.forEach(told -> told.accept(worker));
    return Answers.ok(null);
  }

  private SimResponse listSecrets(SimRequest request, boolean dispatch) {
    return Answers.ok(
        find(request, dispatch).secrets().keySet().stream().map(Workers::secretView).toList());
  }

  private SimResponse putSecret(SimRequest request, boolean dispatch) {
    Worker worker = find(request, dispatch);
    JsonNode body = Answers.body(request);
    String name = Answers.required(body, "name");
    String text = Answers.required(body, "text");
    if (!body.path("type").asText("secret_text").equals("secret_text")) {
      throw new CloudflareError(400, 10021, "binding " + name + " must be of type secret_text");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > 5120) {
      throw new CloudflareError(400, 10054, "Secret value too large: at most 5 KiB");
    }
    workers.put(worker.key(), worker.withSecrets(worker.secretsWith(name, fingerprint(text))));
    return Answers.ok(secretView(name));
  }

  private SimResponse deleteSecret(SimRequest request, boolean dispatch) {
    Worker worker = find(request, dispatch);
    String name = request.path("secret");
    if (!worker.secrets().containsKey(name)) {
      throw new CloudflareError(404, 10056, "Secret '" + name + "' not found.");
    }
    workers.put(worker.key(), worker.withSecrets(worker.secretsWithout(name)));
    return Answers.ok(null);
  }

  private SimResponse getCrons(SimRequest request) {
    return crons(find(request, false));
  }

  private SimResponse putCrons(SimRequest request) {
    Worker worker = find(request, false);
    var crons = new ArrayList<Worker.Cron>();
    for (JsonNode one : request.json()) {
      String cron = one.path("cron").asText();
      if (cron.trim().split("\\s+").length != 5) {
        throw new CloudflareError(400, 10100, "invalid cron string: " + cron);
      }
      crons.add(new Worker.Cron(cron, request.at(), request.at()));
    }
    Worker changed = worker.withCrons(crons);
    workers.put(changed.key(), changed);
    return crons(changed);
  }

  private static SimResponse crons(Worker worker) {
    var view = SimJson.object();
    var schedules = view.putArray("schedules");
    for (Worker.Cron one : worker.crons()) {
      schedules
          .addObject()
          .put("cron", one.cron())
          .put("created_on", one.createdAt().toString())
          .put("modified_on", one.modifiedAt().toString());
    }
    return Answers.ok(view);
  }

  private SimResponse listNamespaces(SimRequest request) {
    String account = realm.account(request);
    return Answers.ok(
        dispatchNamespaces.stream()
            .filter(one -> one.accountId().equals(account))
            .map(Workers::namespaceView)
            .toList());
  }

  private SimResponse createNamespace(SimRequest request) {
    String account = realm.account(request);
    String name = Answers.required(Answers.body(request), "name");
    if (dispatchNamespaces.has(account + "/" + name)) {
      throw new CloudflareError(409, 100120, "dispatch namespace already exists");
    }
    var made = new DispatchNamespace(Answers.id(), account, name, request.at().toString());
    dispatchNamespaces.put(account + "/" + name, made);
    return Answers.ok(namespaceView(made));
  }

  private SimResponse getNamespace(SimRequest request) {
    String account = realm.account(request);
    namespace(request, account, true);
    return Answers.ok(
        dispatchNamespaces
            .find(account + "/" + request.path("ns"))
            .map(Workers::namespaceView)
            .orElse(null));
  }

  private @Nullable String namespace(SimRequest request, String account, boolean dispatch) {
    if (!dispatch) {
      return null;
    }
    String name = request.path("ns");
    if (!dispatchNamespaces.has(account + "/" + name)) {
      throw new CloudflareError(404, 100119, "dispatch namespace not found");
    }
    return name;
  }

  private Worker find(SimRequest request, boolean dispatch) {
    String account = realm.account(request);
    return byName(account, namespace(request, account, dispatch), request.path("script"))
        .orElseThrow(
            () -> new CloudflareError(404, 10007, "This Worker does not exist on your account."));
  }

  static String fingerprint(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object secretView(String name) {
    return SimJson.object().put("name", name).put("type", "secret_text");
  }

  private static Object namespaceView(DispatchNamespace one) {
    return SimJson.object()
        .put("namespace_id", one.id())
        .put("namespace_name", one.name())
        .put("created_on", one.createdAt())
        .put("modified_on", one.createdAt())
        .put("created_by", Answers.id())
        .put("modified_by", Answers.id());
  }
}
