package dev.freehold.sandbox.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freehold.sandbox.Caller;
import dev.freehold.sandbox.MovableClock;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of a platform's life, held against the provider's published description. */
class CloudflareContractTest {

  private static final String A = CloudflareTest.A;
  private static final String Z = CloudflareTest.Z;
  private static final String HOST = "auth.svc.default.k3m9p2xw7q.example.app";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private final List<String> faults = new ArrayList<>();
  private @Nullable CloudflareContract contract;
  private @Nullable Caller cloudflare;

  @Test
  void everyAnswerFitsThePublishedDescription() throws Exception {
    var loaded = CloudflareContract.load();
    assumeTrue(
        loaded.isPresent(),
        "shared/contracts/cloudflare-openapi.json does not lie above the checkout");
    contract = loaded.get();
    try (Sandbox sandbox = SandboxForTests.start(clock, folder)) {
      cloudflare = new Caller(sandbox.url("/cloudflare/client/v4"), CloudflareSimulator.TOKEN);
      call("GET", "/user/tokens/verify", null);
      var other = cloudflare.post(A + "/queues", "{\"queue_name\":\"other\"}");
      assertThat(loaded.get().faults("GET", "/user/tokens/verify", other)).isNotEmpty();
      storesAreMadeFoundAndTaken();
      workerIsUploadedAndBound();
      hostnameIsServed();
      pagesAreBuilt(sandbox);
    }

    assertThat(faults).isEmpty();
  }

  private void storesAreMadeFoundAndTaken() {
    String d1 = made(A + "/d1/database", "{\"name\":\"k-default-auth-db\"}", "uuid");
    call("GET", A + "/d1/database?name=k-default", null);
    call("GET", A + "/d1/database/" + d1, null);
    call("POST", A + "/d1/database/" + d1 + "/query", "{\"sql\":\"SELECT 1 AS one\"}");
    call("POST", A + "/d1/database", "{\"name\":\"k-default-auth-db\"}");
    call("DELETE", A + "/d1/database/" + d1, null);
    call("DELETE", A + "/d1/database/" + d1, null);
    made(A + "/r2/buckets", "{\"name\":\"k-default-files-storage\"}", "name");
    call("GET", A + "/r2/buckets/k-default-files-storage", null);
    call("GET", A + "/r2/buckets", null);
    call("DELETE", A + "/r2/buckets/k-default-files-storage", null);
    call("GET", A + "/r2/buckets/k-default-files-storage", null);
    String kv = made(A + "/storage/kv/namespaces", "{\"title\":\"k-default-x-kv\"}", "id");
    String namespace = A + "/storage/kv/namespaces/" + kv;
    call("GET", A + "/storage/kv/namespaces?page=1&per_page=100", null);
    call("PUT", namespace + "/values/" + HOST, "k-default-auth");
    call("GET", namespace + "/keys", null);
    call("DELETE", namespace + "/values/" + HOST, null);
    call("DELETE", namespace, null);
    call("DELETE", namespace, null);
  }

  private void workerIsUploadedAndBound() {
    String queue = made(A + "/queues", "{\"queue_name\":\"k-default-x-queue\"}", "queue_id");
    String script = A + "/workers/scripts/k-default-auth";
    check("PUT", script, upload(script));
    call("GET", A + "/workers/scripts", null);
    call("GET", script + "/settings", null);
    call("PUT", script + "/schedules", "[{\"cron\":\"*/5 * * * *\"}]");
    call("GET", script + "/schedules", null);
    String consumers = A + "/queues/" + queue + "/consumers";
    String consumer =
        made(consumers, "{\"script_name\":\"k-default-auth\",\"type\":\"worker\"}", "consumer_id");
    call("GET", consumers, null);
    call("GET", A + "/queues", null);
    call("GET", A + "/queues/" + queue, null);
    call("DELETE", script + "?force=true", null);
    call("DELETE", consumers + "/" + consumer, null);
    call("DELETE", A + "/queues/" + queue, null);
    call("DELETE", A + "/queues/" + queue, null);
  }

  private void hostnameIsServed() {
    String record =
        made(
            Z + "/dns_records",
            "{\"type\":\"CNAME\",\"name\":\"" + HOST + "\",\"content\":\"fallback.example.app\"}",
            "id");
    call("GET", Z + "/dns_records?name=" + HOST + "&type=CNAME", null);
    String hostname =
        made(Z + "/custom_hostnames", "{\"hostname\":\"" + HOST + "\",\"ssl\":{}}", "id");
    call("GET", Z + "/custom_hostnames?hostname=" + HOST, null);
    clock.advance(Duration.ofMinutes(5));
    call("GET", Z + "/custom_hostnames/" + hostname, null);
    String route =
        made(
            Z + "/workers/routes",
            "{\"pattern\":\"" + HOST + "/*\",\"script\":\"k-default-auth\"}",
            "id");
    call("GET", Z + "/workers/routes", null);
    call("DELETE", Z + "/workers/routes/" + route, null);
    call("DELETE", Z + "/custom_hostnames/" + hostname, null);
    call("GET", Z + "/custom_hostnames/" + hostname, null);
    call("DELETE", Z + "/dns_records/" + record, null);
    call("DELETE", Z + "/dns_records/" + record, null);
    String domain =
        call(
                "PUT",
                A + "/workers/domains",
                "{\"zone_id\":\"%s\",\"hostname\":\"%s\",\"service\":\"k-default-auth\",\"environment\":\"production\"}"
                    .formatted(CloudflareSimulator.ZONE_ID, HOST))
            .result()
            .path("id")
            .asText();
    call("GET", A + "/workers/domains", null);
    call("DELETE", A + "/workers/domains/" + domain, null);
  }

  private void pagesAreBuilt(Sandbox sandbox) {
    String project = A + "/pages/projects/k-default-console";
    made(
        A + "/pages/projects",
        "{\"name\":\"k-default-console\",\"production_branch\":\"main\",\"source\":{\"type\":"
            + "\"github\",\"config\":{\"owner\":\"freehold\",\"repo_name\":\"console-template\"}}}",
        "name");
    String deployment = made(project + "/deployments", "", "id");
    call("GET", project + "/deployments?env=production", null);
    call("GET", project + "/deployments/" + deployment, null);
    clock.advance(Duration.ofSeconds(30));
    call("GET", project + "/deployments/" + deployment, null);
    call("GET", project, null);
    call("GET", A + "/pages/projects", null);
    made(project + "/domains", "{\"name\":\"console.app.k.example.app\"}", "name");
    call("GET", project + "/domains", null);
    call("GET", project + "/domains/console.app.k.example.app", null);
    call("DELETE", project, null);
    call("DELETE", project + "/domains/console.app.k.example.app", null);
    call("DELETE", project, null);
    call("GET", project, null);
  }

  private String made(String path, String body, String id) {
    var answer = call("POST", path, body);
    assertThat(answer.status()).as(path).isEqualTo(200);
    return answer.result().path(id).asText();
  }

  private Caller.Answer call(String method, String path, @Nullable String body) {
    var answer = caller().send(method, path, body, "application/json");
    check(method, path, answer);
    return answer;
  }

  private void check(String method, String path, Caller.Answer answer) {
    assertThat(answer.status()).as(path).isNotEqualTo(501);
    if (contract != null) {
      faults.addAll(contract.faults(method, path, answer));
    }
  }

  private Caller.Answer upload(String script) {
    return caller()
        .send(
            "PUT",
            script,
            "--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n"
                + "{\"main_module\":\"m\",\"bindings\":[{\"type\":\"queue\",\"name\":\"Q\","
                + "\"queue_name\":\"k-default-x-queue\"}],\"tags\":[\"fh:1\"]}\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"m\"\r\n\r\nx\r\n--b--\r\n",
            "multipart/form-data; boundary=b");
  }

  private Caller caller() {
    if (cloudflare == null) {
      throw new IllegalStateException("not started");
    }
    return cloudflare;
  }
}
