package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Multipart;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /accounts/{account}/storage/kv/namespaces} and the values in them. */
final class KvNamespaces {

  record Namespace(String id, String accountId, String title) {}

  /**
   * @param content Base64
   */
  record Value(String namespaceId, String key, String content) {}

  private final Realm realm;
  private final Table<Namespace> namespaces;
  private final Table<Value> values;

  KvNamespaces(Realm realm, State state) {
    this.realm = realm;
    this.namespaces = state.table("kv", Namespace.class);
    this.values = state.table("kv_values", Value.class);
  }

  void routes(Routes routes) {
    String path = "/accounts/{account}/storage/kv/namespaces";
    routes.on("GET", path, this::list);
    routes.on("POST", path, this::create);
    routes.on("GET", path + "/{namespace}", request -> Answers.ok(view(find(request))));
    routes.on("DELETE", path + "/{namespace}", this::delete);
    routes.on("GET", path + "/{namespace}/keys", this::keys);
    routes.on("GET", path + "/{namespace}/values/{key}", this::get);
    routes.on("PUT", path + "/{namespace}/values/{key}", this::put);
    routes.on("DELETE", path + "/{namespace}/values/{key}", this::deleteValue);
  }

  Optional<Namespace> byId(String account, String id) {
    return namespaces.find(id).filter(one -> one.accountId().equals(account));
  }

  Stream<Namespace> all() {
    return namespaces.stream();
  }

  private SimResponse list(SimRequest request) {
    String account = realm.account(request);
    var found =
        namespaces.stream()
            .filter(one -> one.accountId().equals(account))
            .map(KvNamespaces::view)
            .toList();
    return Answers.page(found, request, 20, 100);
  }

  private SimResponse create(SimRequest request) {
    String account = realm.account(request);
    String title = Answers.required(Answers.body(request), "title");
    var taken =
        namespaces.findFirst(one -> one.accountId().equals(account) && one.title().equals(title));
    if (taken.isPresent()) {
      throw new CloudflareError(
          400, 10014, "a namespace with this account ID and title already exists");
    }
    var made = new Namespace(Answers.id(), account, title);
    namespaces.put(made.id(), made);
    return Answers.ok(view(made));
  }

  private SimResponse delete(SimRequest request) {
    Namespace namespace = find(request);
    namespaces.remove(namespace.id());
    values.removeIf(value -> value.namespaceId().equals(namespace.id()));
    return Answers.ok(null);
  }

  private SimResponse keys(SimRequest request) {
    Namespace namespace = find(request);
    String prefix = request.query("prefix", "");
    String after = request.query("cursor", "");
    int limit = Math.clamp(Integer.parseInt(request.query("limit", "1000")), 10, 1000);
    var found =
        values.stream()
            .filter(one -> one.namespaceId().equals(namespace.id()))
            .map(Value::key)
            .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
            .sorted()
            .toList();
    var shown = found.stream().limit(limit).map(key -> SimJson.object().put("name", key)).toList();
    String cursor = found.size() > limit ? found.get(limit - 1) : "";
    return Answers.ok(shown, SimJson.object().put("count", shown.size()).put("cursor", cursor));
  }

  private SimResponse get(SimRequest request) {
    return values
        .find(valueId(request))
        .map(
            value ->
                SimResponse.bytes(
                    200, "application/octet-stream", Base64.getDecoder().decode(value.content())))
        .orElseThrow(() -> new CloudflareError(404, 10009, "get: 'key not found'"));
  }

  private SimResponse put(SimRequest request) {
    Namespace namespace = find(request);
    byte[] content =
        Multipart.of(request).stream()
            .filter(part -> part.name().equals("value"))
            .findFirst()
            .map(Multipart.Part::body)
            .orElseGet(request::body);
    values.put(
        valueId(request),
        new Value(
            namespace.id(), request.path("key"), Base64.getEncoder().encodeToString(content)));
    return Answers.ok(null);
  }

  private SimResponse deleteValue(SimRequest request) {
    // Deleting a key that is not there succeeds, as at the provider.
    values.remove(valueId(request));
    return Answers.ok(null);
  }

  private String valueId(SimRequest request) {
    return find(request).id() + "/" + request.path("key");
  }

  private Namespace find(SimRequest request) {
    return byId(realm.account(request), request.path("namespace"))
        .orElseThrow(() -> new CloudflareError(404, 10013, "namespace not found"));
  }

  private static ObjectNode view(Namespace namespace) {
    return SimJson.object()
        .put("id", namespace.id())
        .put("title", namespace.title())
        .put("supports_url_encoding", true);
  }
}
