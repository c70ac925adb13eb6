package dev.freehold.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.cloudflare.CloudflareException.Kind;
import dev.freehold.kernel.Json;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against the simulator, and each of its requests against the published description. */
class CloudflareClientTest {

  private static final String HOST = "auth.svc.default.k3m9p2xw7q.example.app";

  /** What the description does not know, or describes by a pattern no hostname or id fits. */
  private static final List<String> UNKNOWN = List.of("/secrets", "/domains", "/values/");

  /** What it requires of a record though only the provider can give it. */
  private static final String GIVEN_BY_PROVIDER =
      ".*required property '(id|created_on|modified_on|proxiable)' not found.*";

  @TempDir Path folder;
  private Sandbox sandbox;
  private Recorder recorder;
  private CloudflareAccount account;

  @BeforeEach
  void start() throws IOException {
    sandbox = SandboxForTests.start(Clock.systemUTC(), folder);
    recorder = new Recorder(sandbox.root());
    account = account(CloudflareSimulator.TOKEN, Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    recorder.close();
    sandbox.close();
  }

  private CloudflareAccount account(String token, Duration timeout) {
    var access =
        new CloudflareAccess(
            CloudflareSimulator.ACCOUNT_ID, CloudflareSimulator.ZONE_ID, token, () -> timeout);
    return new CloudflareAccount(
        new CloudflareHttp(
            HttpClient.newHttpClient(), recorder.url() + "/cloudflare/client/v4", access));
  }

  @Test
  void everyRequestFitsThePublishedDescription() throws IOException {
    Optional<JsonNode> description = description();
    assumeTrue(
        description.isPresent(),
        "shared/contracts/cloudflare-openapi.json does not lie above the checkout");

    wholeLife();

    var validator = validator(description.get());
    var faults = new ArrayList<String>();
    for (Recorder.Sent sent : recorder.sent) {
      if (UNKNOWN.stream().noneMatch(sent.target()::contains)) {
        validator.validateRequest(request(sent)).getMessages().stream()
            .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
            .filter(message -> !message.getMessage().matches(GIVEN_BY_PROVIDER))
            .forEach(message -> faults.add(sent.method() + " " + sent.target() + " " + message));
      }
    }
    assertThat(recorder.sent).hasSizeGreaterThan(40);
    assertThat(faults).isEmpty();
    assertThat(
            validator
                .validateRequest(
                    SimpleRequest.Builder.post("/accounts/" + "a".repeat(33) + "/d1/database")
                        .withContentType("application/json")
                        .withBody("{}")
                        .build())
                .hasErrors())
        .isTrue();
  }

  @Test
  void whatIsMadeIsFoundByItsExactNameAndGoneOnceDeleted() {
    wholeLife();

    assertThat(sandbox.unknownCalls()).isEmpty();
    assertThat(sandbox.simulator(CloudflareSimulator.class).inventory()).isEmpty();
  }

  @Test
  void failuresSayWhatMayBeConcluded() {
    var databases = account.databases();
    databases.create("k-taken", null);

    assertThat(kindOf(() -> databases.create("k-taken", null))).isEqualTo(Kind.CONFLICT);
    assertThat(kindOf(() -> databases.create("Not A Name", null))).isEqualTo(Kind.REJECTED);
    fault(Fault.of("cloudflare", "status").answering(503));
    assertThat(kindOf(() -> databases.find("k"))).isEqualTo(Kind.UNAVAILABLE);
    fault(Fault.of("cloudflare", "rate_limit").retryAfter(Duration.ofSeconds(7)));
    assertThatThrownBy(() -> databases.find("k"))
        .isInstanceOfSatisfying(
            CloudflareException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
              assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            });
    fault(Fault.of("cloudflare", "delay").delayedBy(Duration.ofSeconds(2)));
    var hasty = account(CloudflareSimulator.TOKEN, Duration.ofMillis(300));
    assertThat(kindOf(() -> hasty.databases().find("k"))).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void revokedTokenIsNotActiveAndStandsInNoMessage() {
    var simulator = sandbox.simulator(CloudflareSimulator.class);
    assertThat(account.isTokenActive()).isTrue();
    simulator.setRevoked(CloudflareSimulator.TOKEN, true);

    assertThat(kindOf(() -> account.databases().find("k"))).isEqualTo(Kind.CREDENTIALS);
    assertThat(account.isTokenActive()).isFalse();
    assertThatThrownBy(() -> account.databases().find("k"))
        .message()
        .doesNotContain(CloudflareSimulator.TOKEN);
  }

  private void wholeLife() {
    assertThat(account.isTokenActive()).isTrue();
    var databases = account.databases();
    String database = databases.create("k-auth-db", null);
    databases.create("k-auth-db-stg", "weur");
    assertThat(databases.find("k-auth-db")).contains(database);
    assertThat(databases.find("k-auth")).isEmpty();
    databases.execute(database, "CREATE TABLE t (name TEXT); INSERT INTO t VALUES ('a');");
    assertThat(databases.texts(database, "SELECT name FROM t;")).containsExactly("a");

    var stores = account.stores();
    stores.createBucket("k-auth-storage", "weur");
    assertThat(stores.hasBucket("k-auth-storage")).isTrue();
    String namespace = stores.createNamespace("k-auth-kv");
    assertThat(stores.findNamespace("k-auth-kv")).contains(namespace);
    String queue = stores.createQueue("k-auth-queue");
    assertThat(stores.findQueue("k-auth-queue")).contains(queue);

    var workers = account.workers(null);
    assertThat(workers.tags("k-auth")).isEmpty();
    workers.upload("k-auth", upload(database));
    assertThat(workers.tags("k-auth").orElseThrow()).containsExactly("fh:1", "cfg:2");
    workers.putSecret("k-auth", "SECRET", "value");
    makeNamespace();
    var dispatched = account.workers("freehold");
    dispatched.upload("k-other", upload(database));
    assertThat(dispatched.tags("k-other")).isPresent();

    hostnames();
    pages();

    dispatched.delete("k-other");
    workers.deleteSecret("k-auth", "SECRET");
    workers.delete("k-auth");
    workers.delete("k-auth");
    stores.deleteQueue(queue);
    stores.deleteNamespace(namespace);
    stores.deleteBucket("k-auth-storage");
    databases.delete(database);
    databases.delete(databases.find("k-auth-db-stg").orElseThrow());
    databases.delete(database);
  }

  /** An operator makes it by hand, once; the client never does. */
  private void makeNamespace() {
    var access =
        new CloudflareAccess(
            CloudflareSimulator.ACCOUNT_ID,
            CloudflareSimulator.ZONE_ID,
            CloudflareSimulator.TOKEN,
            () -> Duration.ofSeconds(5));
    var http =
        new CloudflareHttp(
            HttpClient.newHttpClient(), sandbox.url("/cloudflare/client/v4").toString(), access);
    http.post(
        http.account("/workers/dispatch/namespaces"),
        CloudflareHttp.object().put("name", "freehold"));
  }

  private void hostnames() {
    var records = account.records();
    String record = records.create(HOST, CloudflareSimulator.CNAME_TARGET, "freehold:1");
    assertThat(records.find(HOST).orElseThrow().id()).isEqualTo(record);
    var hostnames = account.hostnames();
    var hostname = hostnames.create(HOST);
    assertThat(hostnames.find(HOST).orElseThrow().id()).isEqualTo(hostname.id());
    assertThat(hostnames.get(hostname.id()).orElseThrow().isActive()).isFalse();
    var routes = account.routes();
    String route = routes.create(HOST + "/*", "k-auth");
    assertThat(routes.find(HOST + "/*").orElseThrow().id()).isEqualTo(route);
    routes.delete(route);
    String domain = routes.putDomain(CloudflareSimulator.ZONE_ID, "w." + HOST, "k-auth");
    assertThat(routes.findDomain("w." + HOST).orElseThrow().id()).isEqualTo(domain);
    routes.deleteDomain(domain);
    hostnames.delete(hostname.id());
    assertThat(hostnames.get(hostname.id())).isEmpty();
    records.delete(record);
  }

  private void pages() {
    var pages = account.pages();
    var body = CloudflareHttp.object().put("name", "k-console").put("production_branch", "main");
    body.putObject("build_config")
        .put("build_command", "npm run build")
        .put("destination_dir", "dist")
        .put("root_dir", "");
    pages.create(body);
    assertThat(pages.findBranch("k-console")).contains("main");
    assertThat(pages.findBranch("k-nothing")).isEmpty();
    pages.attachDomain("k-console", "console.app.example.app");
    assertThat(pages.domainStatus("k-console", "console.app.example.app")).isPresent();
    assertThat(pages.deployments("k-console")).isEmpty();
    pages.detachDomain("k-console", "console.app.example.app");
    pages.delete("k-console");
  }

  private static WorkerUpload upload(String database) {
    var metadata = CloudflareHttp.object().put("main_module", "index.js");
    metadata.put("compatibility_date", "2025-09-01");
    metadata
        .putArray("bindings")
        .addObject()
        .put("type", "d1")
        .put("name", "DB")
        .put("id", database);
    metadata.putArray("keep_bindings").add("secret_text");
    metadata.putArray("tags").add("fh:1").add("cfg:2");
    var modules =
        new TreeMap<>(Map.of("index.js", "export default {}".getBytes(StandardCharsets.UTF_8)));
    return new WorkerUpload(metadata, modules);
  }

  private void fault(Fault fault) {
    sandbox.faults().clear();
    sandbox.faults().add(fault);
  }

  private static Kind kindOf(Runnable call) {
    try {
      call.run();
    } catch (CloudflareException e) {
      return e.kind();
    }
    throw new AssertionError("no failure");
  }

  private static Request request(Recorder.Sent sent) {
    String[] target = sent.target().replaceFirst("/cloudflare/client/v4", "").split("\\?", 2);
    var request = new SimpleRequest.Builder(Request.Method.valueOf(sent.method()), target[0]);
    if (target.length == 2) {
      for (String pair : target[1].split("&", -1)) {
        String[] both = pair.split("=", 2);
        request.withQueryParam(both[0], both[1]);
      }
    }
    if (sent.contentType() != null) {
      request.withContentType(sent.contentType());
      if (sent.contentType().startsWith("application/json")) {
        request.withBody(sent.body());
      }
    }
    return request.build();
  }

  private static Optional<JsonNode> description() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/contracts/cloudflare-openapi.json");
      if (Files.exists(file)) {
        return Optional.of(Json.tree(Files.readString(file)));
      }
    }
    return Optional.empty();
  }

  private static OpenApiInteractionValidator validator(JsonNode whole) {
    var levels =
        LevelResolver.create()
            // Multipart bodies are not parsed by the validator; the simulator reads them.
            .withLevel("validation.request.body.missing", ValidationReport.Level.IGNORE)
            .withLevel("validation.request.security.missing", ValidationReport.Level.IGNORE)
            .withLevel("validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
            .build();
    return OpenApiInteractionValidator.createForInlineApiSpecification(cut(whole).toString())
        .withLevelResolver(levels)
        .build();
  }

  /** Only accounts and zones, without answers, and the components that requests lead to. */
  private static ObjectNode cut(JsonNode whole) {
    ObjectNode cut = CloudflareHttp.object();
    cut.set("openapi", whole.path("openapi"));
    cut.set("info", whole.path("info"));
    ObjectNode paths = cut.putObject("paths");
    for (var path : whole.path("paths").properties()) {
      if (path.getKey()
          .matches(
              "/user/tokens/verify|/accounts/\\{account_id}/(d1|r2|storage/kv|queues|workers|pages).*"
                  + "|/zones/\\{zone_id}/(dns_records|custom_hostnames|workers/routes).*")) {
        ObjectNode calls = path.getValue().deepCopy();
        calls.forEach(
            call -> {
              if (call instanceof ObjectNode object && object.has("responses")) {
                object.putObject("responses").putObject("200").put("description", "");
              }
            });
        paths.set(path.getKey(), calls);
      }
    }
    Deque<String> open = new ArrayDeque<>(references(paths));
    while (!open.isEmpty()) {
      String[] at = open.removeFirst().substring(2).split("/", -1);
      ObjectNode kind = cut.withObjectProperty(at[0]).withObjectProperty(at[1]);
      if (!kind.has(at[2])) {
        JsonNode found = whole.path(at[0]).path(at[1]).path(at[2]).deepCopy();
        // A place holder stands there for a part's name, which no reader of descriptions accepts.
        found.findParents("encoding").forEach(parent -> ((ObjectNode) parent).remove("encoding"));
        kind.set(at[2], found);
        open.addAll(references(found));
      }
    }
    return cut;
  }

  private static List<String> references(JsonNode node) {
    var references = new ArrayList<String>();
    node.findValues("$ref").forEach(reference -> references.add(reference.asText()));
    return references;
  }
}
