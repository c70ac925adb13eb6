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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /accounts/{account}/r2/buckets}; their objects are the object store's. */
final class R2Buckets {

  record Bucket(
      String accountId, String name, String location, String storageClass, Instant createdAt) {}

  private final Realm realm;
  private final Table<Bucket> buckets;
  private final R2Objects objects;

  R2Buckets(Realm realm, State state, R2Objects objects) {
    this.realm = realm;
    this.buckets = state.table("r2", Bucket.class);
    this.objects = objects;
  }

  void routes(Routes routes) {
    String path = "/accounts/{account}/r2/buckets";
    routes.on("GET", path, this::list);
    routes.on("POST", path, this::create);
    routes.on("GET", path + "/{bucket}", request -> Answers.ok(view(find(request))));
    routes.on("DELETE", path + "/{bucket}", this::delete);
  }

  Optional<Bucket> byName(String account, String name) {
    return buckets.find(account + "/" + name);
  }

  Stream<Bucket> all() {
    return buckets.stream();
  }

  private SimResponse list(SimRequest request) {
    String account = realm.account(request);
    String part = request.query("name_contains", "");
    String after = request.query("start_after", request.query("cursor", ""));
    int perPage = Math.clamp(Integer.parseInt(request.query("per_page", "20")), 1, 1000);
    var found =
        buckets.stream()
            .filter(one -> one.accountId().equals(account) && one.name().contains(part))
            .filter(one -> one.name().compareTo(after) > 0)
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .toList();
    var shown = found.stream().limit(perPage).map(R2Buckets::view).toList();
    var info = SimJson.object().put("per_page", perPage);
    if (found.size() > perPage) {
      info.put("cursor", found.get(perPage - 1).name());
    }
    return Answers.ok(shown, info);
  }

  private SimResponse create(SimRequest request) {
    String account = realm.account(request);
    JsonNode body = Answers.body(request);
    String name = Answers.required(body, "name");
    if (!name.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")) {
      throw new CloudflareError(400, 10005, "The specified bucket name is not valid.");
    }
    if (buckets.has(account + "/" + name)) {
      throw new CloudflareError(
          409, 10004, "The bucket you tried to create already exists, and you own it.");
    }
    var made =
        new Bucket(
            account,
            name,
            body.path("locationHint").asText("weur").toLowerCase(Locale.ROOT),
            body.path("storageClass").asText("Standard"),
            request.at());
    buckets.put(account + "/" + name, made);
    objects.makeBucket(name);
    return Answers.ok(view(made));
  }

  private SimResponse delete(SimRequest request) {
    Bucket bucket = find(request);
    if (!objects.removeEmptyBucket(bucket.name())) {
      throw new CloudflareError(
          409,
          10008,
          "The bucket you tried to delete is not empty (account " + bucket.accountId() + ")");
    }
    buckets.remove(bucket.accountId() + "/" + bucket.name());
    return Answers.ok(SimJson.object());
  }

  private Bucket find(SimRequest request) {
    return byName(realm.account(request), request.path("bucket"))
        .orElseThrow(() -> new CloudflareError(404, 10006, "The specified bucket does not exist."));
  }

  private static ObjectNode view(Bucket bucket) {
    return SimJson.object()
        .put("name", bucket.name())
        .put("creation_date", bucket.createdAt().toString())
        .put("location", bucket.location())
        .put("storage_class", bucket.storageClass());
  }
}
