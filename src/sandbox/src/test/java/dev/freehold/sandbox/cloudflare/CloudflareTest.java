package dev.freehold.sandbox.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.sandbox.Caller;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.MovableClock;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudflareTest {

  static final String A = "/accounts/" + CloudflareSimulator.ACCOUNT_ID;
  static final String Z = "/zones/" + CloudflareSimulator.ZONE_ID;
  private static final String HOST = "auth.svc.default.k3m9p2xw7q.example.app";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Sandbox sandbox;
  private Caller cloudflare;

  @BeforeEach
  void start() {
    sandbox = SandboxForTests.start(clock, folder);
    cloudflare = new Caller(sandbox.url("/cloudflare/client/v4"), CloudflareSimulator.TOKEN);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void databaseKeepsWhatAMigrationWrites() {
    String uuid = d1("one-db");

    var made =
        query(
            uuid,
            "CREATE TABLE IF NOT EXISTS _freehold_migrations (name TEXT PRIMARY KEY, at TEXT);"
                + " INSERT INTO _freehold_migrations VALUES ('0001; it''s.sql', 'now')");
    sandbox.close();
    start();
    var rows = query(uuid, "SELECT name FROM _freehold_migrations ORDER BY name");

    assertThat(made.result()).hasSize(2);
    assertThat(made.result().at("/1/meta/changes").asInt()).isEqualTo(1);
    assertThat(rows.result().at("/0/results/0/name").asText()).isEqualTo("0001; it's.sql");
  }

  @Test
  void aBatchThatFailsWritesNothing() {
    String uuid = d1("one-db");
    query(uuid, "CREATE TABLE t (id INTEGER PRIMARY KEY)");

    var failed = query(uuid, "INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (1)");

    assertThat(failed.status()).isEqualTo(400);
    assertThat(failed.errorCode()).isEqualTo(7500);
    assertThat(query(uuid, "SELECT * FROM t").result().at("/0/results")).isEmpty();
  }

  @Test
  void namesAreUniquePerAccount() {
    var simulator = sandbox.simulator(CloudflareSimulator.class);
    simulator.addAccount("a".repeat(32), "b".repeat(32), "other.app");

    assertTaken(A + "/d1/database", "{\"name\":\"n-db\"}", 400, 7502);
    assertTaken(A + "/r2/buckets", "{\"name\":\"n-storage\"}", 409, 10004);
    assertTaken(A + "/storage/kv/namespaces", "{\"title\":\"n-kv\"}", 400, 10014);
    assertTaken(A + "/queues", "{\"queue_name\":\"n-queue\"}", 409, 11009);

    var other =
        cloudflare.post("/accounts/" + "a".repeat(32) + "/d1/database", "{\"name\":\"n-db\"}");
    assertThat(other.status()).isEqualTo(200);
    assertThat(simulator.inventory())
        .containsExactly("d1 n-db", "d1 n-db", "kv n-kv", "queue n-queue", "r2 n-storage");
  }

  @Test
  void searchByNameMatchesPartsAsAtTheProvider() {
    d1("auth-db");
    d1("auth-db-stg");

    var found = cloudflare.get(A + "/d1/database?name=auth-db");

    assertThat(found.result()).hasSize(2);
    assertThat(found.json().at("/result_info/total_count").asInt()).isEqualTo(2);
  }

  @Test
  void workerNeedsWhatItBindsAndKeepsItsSecrets() {
    String missing = "{\"type\":\"d1\",\"name\":\"DB\",\"id\":\"nowhere\"}";
    assertThat(upload("w", missing, "").errorCode()).isEqualTo(10181);
    String bound = "{\"type\":\"d1\",\"name\":\"DB\",\"id\":\"" + d1("w-db") + "\"}";

    assertThat(upload("w", bound, "").status()).isEqualTo(200);
    var secret =
        cloudflare.put(
            A + "/workers/scripts/w/secrets",
            "{\"name\":\"KEY\",\"text\":\"hidden\",\"type\":\"secret_text\"}");
    upload("w", bound, "\"keep_bindings\":[\"secret_text\"],\"tags\":[\"fh:1\",\"cfg:2\"],");

    assertThat(secret.result().path("name").asText()).isEqualTo("KEY");
    var settings = cloudflare.get(A + "/workers/scripts/w/settings").result();
    assertThat(settings.path("tags").toString()).isEqualTo("[\"fh:1\",\"cfg:2\"]");
    assertThat(settings.path("bindings").findValuesAsText("name")).containsExactly("DB", "KEY");
    assertThat(settings.toString()).doesNotContain("hidden");
    upload("w", bound, "");
    assertThat(cloudflare.get(A + "/workers/scripts/w/secrets").result()).isEmpty();
  }

  @Test
  void whatIsBoundCannotBeDeleted() {
    String queue =
        cloudflare
            .post(A + "/queues", "{\"queue_name\":\"events\"}")
            .result()
            .path("queue_id")
            .asText();
    upload("w", "{\"type\":\"queue\",\"name\":\"Q\",\"queue_name\":\"events\"}", "");
    String consumer =
        cloudflare
            .post(
                A + "/queues/" + queue + "/consumers",
                "{\"script_name\":\"w\",\"type\":\"worker\"}")
            .result()
            .path("consumer_id")
            .asText();

    assertThat(cloudflare.delete(A + "/queues/" + queue).errorCode()).isEqualTo(11005);
    assertThat(cloudflare.delete(A + "/workers/scripts/w?force=true").errorCode()).isEqualTo(10064);
    cloudflare.delete(A + "/queues/" + queue + "/consumers/" + consumer);
    assertThat(cloudflare.delete(A + "/workers/scripts/w?force=true").status()).isEqualTo(200);
    assertThat(cloudflare.delete(A + "/queues/" + queue).status()).isEqualTo(200);
    assertThat(cloudflare.delete(A + "/queues/" + queue).status()).isEqualTo(404);
  }

  @Test
  void hostnameIsActiveFiveMinutesAfterItsRecord() {
    String id = hostname(HOST);
    clock.advance(Duration.ofMinutes(10));
    assertThat(status(id)).isEqualTo("pending pending_validation");

    cloudflare.post(
        Z + "/dns_records",
        "{\"type\":\"CNAME\",\"name\":\"" + HOST + "\",\"content\":\"x.app\",\"proxied\":true}");

    assertThat(sandbox.nextDueAt()).contains(clock.instant().plus(Duration.ofMinutes(5)));
    clock.advance(Duration.ofSeconds(299));
    assertThat(status(id)).isEqualTo("pending pending_validation");
    clock.advance(Duration.ofSeconds(1));
    assertThat(sandbox.actAt(clock.instant())).isEqualTo(1);
    assertThat(status(id)).isEqualTo("active active");
    assertThat(sandbox.nextDueAt()).isEmpty();
  }

  @Test
  void customersHostnameWaitsForItsOwnerAndIsDroppedAfterAWeek() {
    String shop = hostname("shop.acme.com");
    sandbox.simulator(CloudflareSimulator.class).setCustomerRecord("never.acme.com", false);
    String never = hostname("never.acme.com");

    clock.advance(Duration.ofMinutes(5));
    assertThat(status(shop)).isEqualTo("active active");
    clock.advance(Duration.ofDays(7));

    assertThat(cloudflare.get(Z + "/custom_hostnames/" + never).status()).isEqualTo(404);
    assertThat(status(shop)).isEqualTo("active active");
  }

  @Test
  void recordsRoutesAndHostnamesConflict() {
    upload("w", "", "");
    String record = "{\"type\":\"CNAME\",\"name\":\"a.example.app\",\"content\":\"x.app\"}";
    assertTaken(Z + "/dns_records", record, 400, 81058);
    assertThat(cloudflare.post(Z + "/dns_records", record.replace("x.app", "y.app")).errorCode())
        .isEqualTo(81053);
    assertTaken(
        Z + "/workers/routes", "{\"pattern\":\"a.example.app/*\",\"script\":\"w\"}", 409, 10020);
    hostname("a.example.app");
    assertThat(
            cloudflare
                .post(Z + "/custom_hostnames", "{\"hostname\":\"a.example.app\",\"ssl\":{}}")
                .errorCode())
        .isEqualTo(1406);
  }

  @Test
  void pagesBuildIsDoneAfterThirtySecondsAndDomainHoldsTheProject() {
    String pages = A + "/pages/projects";
    cloudflare.post(
        pages,
        "{\"name\":\"k-default-console\",\"production_branch\":\"main\",\"source\":{\"type\":"
            + "\"gitlab\",\"config\":{\"owner\":\"freehold\",\"repo_name\":\"k-console\","
            + "\"production_branch\":\"main\",\"deployments_enabled\":true}}}");
    var simulator = sandbox.simulator(CloudflareSimulator.class);
    simulator.pushed("freehold", "k-console", "main", "c0ffee", "first");

    String id =
        cloudflare
            .get(pages + "/k-default-console/deployments?env=production")
            .result()
            .at("/0/id")
            .asText();
    assertThat(stage(pages, id)).isEqualTo("queued active");
    clock.advance(Duration.ofSeconds(29));
    assertThat(stage(pages, id)).isEqualTo("build active");
    clock.advance(Duration.ofSeconds(1));
    assertThat(stage(pages, id)).isEqualTo("deploy success");

    cloudflare.post(pages + "/k-default-console/domains", "{\"name\":\"shop.acme.com\"}");
    assertThat(cloudflare.delete(pages + "/k-default-console").errorCode()).isEqualTo(8000028);
    cloudflare.delete(pages + "/k-default-console/domains/shop.acme.com");
    assertThat(cloudflare.delete(pages + "/k-default-console").status()).isEqualTo(200);
    assertThat(cloudflare.get(pages + "/k-default-console").errorCode()).isEqualTo(8000007);
  }

  @Test
  void twelveHundredCallsInFiveMinutes() {
    for (int i = 0; i < 1200; i++) {
      assertThat(cloudflare.get(A + "/queues").status()).isEqualTo(200);
    }
    clock.advance(Duration.ofSeconds(100));

    var limited = cloudflare.get(A + "/queues");

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.header("retry-after")).isEqualTo("200");
    clock.advance(Duration.ofSeconds(200));
    assertThat(cloudflare.get(A + "/queues").status()).isEqualTo(200);
  }

  @Test
  void revokedTokenIsNoLongerActive() {
    assertThat(cloudflare.get("/user/tokens/verify").result().path("status").asText())
        .isEqualTo("active");

    sandbox.simulator(CloudflareSimulator.class).setRevoked(CloudflareSimulator.TOKEN, true);

    assertThat(cloudflare.get("/user/tokens/verify").status()).isEqualTo(401);
    assertThat(cloudflare.get(A + "/queues").status()).isEqualTo(403);
  }

  @Test
  void lostAnswerLeavesTheObject() {
    sandbox
        .faults()
        .add(Fault.of("cloudflare", "status").onCall("POST", "*/d1/database").answering(503));
    assertThat(cloudflare.post(A + "/d1/database", "{\"name\":\"x\"}").status()).isEqualTo(503);
    assertThat(cloudflare.get(A + "/d1/database").result()).isEmpty();
  }

  private void assertTaken(String path, String body, int status, int code) {
    assertThat(cloudflare.post(path, body).status()).isEqualTo(200);
    var again = cloudflare.post(path, body);
    assertThat(again.status()).isEqualTo(status);
    assertThat(again.errorCode()).isEqualTo(code);
    assertThat(again.json().path("success").asBoolean()).isFalse();
  }

  private String d1(String name) {
    return cloudflare
        .post(A + "/d1/database", "{\"name\":\"" + name + "\"}")
        .result()
        .path("uuid")
        .asText();
  }

  private Caller.Answer query(String uuid, String sql) {
    return cloudflare.post(A + "/d1/database/" + uuid + "/query", "{\"sql\":\"" + sql + "\"}");
  }

  private Caller.Answer upload(String name, String binding, String more) {
    return cloudflare.send(
        "PUT",
        A + "/workers/scripts/" + name,
        """
        --b\r
        Content-Disposition: form-data; name="metadata"\r
        Content-Type: application/json\r
        \r
        {%s"main_module":"index.js","compatibility_date":"2025-10-01","bindings":[%s]}\r
        --b\r
        Content-Disposition: form-data; name="index.js"; filename="index.js"\r
        Content-Type: application/javascript+module\r
        \r
        export default {};\r
        --b--\r
        """
            .formatted(more, binding),
        "multipart/form-data; boundary=b");
  }

  private String hostname(String name) {
    return cloudflare
        .post(
            Z + "/custom_hostnames",
            "{\"hostname\":\"" + name + "\",\"ssl\":{\"method\":\"http\",\"type\":\"dv\"}}")
        .result()
        .path("id")
        .asText();
  }

  private String status(String id) {
    var found = cloudflare.get(Z + "/custom_hostnames/" + id).result();
    return found.path("status").asText() + " " + found.at("/ssl/status").asText();
  }

  private String stage(String pages, String id) {
    var stage =
        cloudflare
            .get(pages + "/k-default-console/deployments/" + id)
            .result()
            .path("latest_stage");
    return stage.path("name").asText() + " " + stage.path("status").asText();
  }
}
