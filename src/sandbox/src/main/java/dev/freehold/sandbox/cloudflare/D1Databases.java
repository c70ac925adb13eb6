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
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** {@code /accounts/{account}/d1/database}. */
final class D1Databases {

  record Database(String uuid, String accountId, String name, Instant createdAt) {}

  private final Realm realm;
  private final Table<Database> databases;
  private final D1Files files;

  D1Databases(Realm realm, State state) {
    this.realm = realm;
    this.databases = state.table("d1", Database.class);
    this.files = new D1Files(state.folder().resolve("d1"));
  }

  void routes(Routes routes) {
    String path = "/accounts/{account}/d1/database";
    routes.on("GET", path, this::list);
    routes.on("POST", path, this::create);
    routes.on("GET", path + "/{database}", request -> Answers.ok(view(find(request))));
    routes.on("DELETE", path + "/{database}", this::delete);
    routes.on("POST", path + "/{database}/query", this::query);
  }

  Optional<Database> byId(String account, String uuid) {
    return databases.find(uuid).filter(one -> one.accountId().equals(account));
  }

  Stream<Database> all() {
    return databases.stream();
  }

  /** Removes the files: the tables are cleared by the frame. */
  void forget() {
    files.deleteAll();
  }

  private SimResponse list(SimRequest request) {
    String account = realm.account(request);
    // The provider's filter matches parts of names.
    String part = request.query("name", "");
    var found =
        databases.stream()
            .filter(one -> one.accountId().equals(account) && one.name().contains(part))
            .map(D1Databases::view)
            .toList();
    return Answers.page(found, request, 1000, 10_000);
  }

  private SimResponse create(SimRequest request) {
    String account = realm.account(request);
    JsonNode body = Answers.body(request);
    String name = Answers.required(body, "name");
    if (!name.matches("[a-z0-9][a-z0-9-_]*") || name.length() > 64) {
      throw new CloudflareError(400, 7400, "The request is malformed: Invalid database name.");
    }
    if (databases.findFirst(one -> isNamed(one, account, name)).isPresent()) {
      throw new CloudflareError(
          400, 7502, "A database with the name '" + name + "' already exists");
    }
    var made = new Database(UUID.randomUUID().toString(), account, name, request.at());
    databases.put(made.uuid(), made);
    return Answers.ok(view(made));
  }

  private SimResponse delete(SimRequest request) {
    Database database = find(request);
    databases.remove(database.uuid());
    files.delete(database.uuid());
    return Answers.ok(null);
  }

  private SimResponse query(SimRequest request) {
    Database database = find(request);
    JsonNode body = Answers.body(request);
    return Answers.ok(
        files.query(database.uuid(), Answers.required(body, "sql"), body.path("params")));
  }

  private Database find(SimRequest request) {
    String uuid = request.path("database");
    return byId(realm.account(request), uuid)
        .orElseThrow(
            () -> new CloudflareError(404, 7404, "The database " + uuid + " could not be found"));
  }

  private static boolean isNamed(Database database, String account, String name) {
    return database.accountId().equals(account) && database.name().equals(name);
  }

  private static ObjectNode view(Database database) {
    return SimJson.object()
        .put("uuid", database.uuid())
        .put("name", database.name())
        .put("version", "production")
        .put("created_at", database.createdAt().toString())
        .put("num_tables", 0)
        .put("file_size", 16384);
  }
}
