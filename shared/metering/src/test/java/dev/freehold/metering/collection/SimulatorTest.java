package dev.freehold.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.metering.ProviderAddress;
import dev.freehold.metering.Tenant;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxConfig;
import dev.freehold.sandbox.Simulators;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way against the simulator that the sandbox runs: real HTTP, real data sets. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(ProviderAddress.class)
class SimulatorTest {

  private static final Instant START = Instant.parse("2026-07-10T09:30:00Z");
  private static final LocalDate FIRST = LocalDate.parse("2026-07-10");

  @Inject CollectionPlan plan;
  @Inject AccountReader reader;
  @Inject PlatformFiller filler;
  @Inject SettableClock clock;

  @TempDir Path state;

  private Instant before = Instant.EPOCH;
  private Tenant tenant;
  private Sandbox sandbox;
  private CloudflareSimulator cloudflare;
  private Deliveries queue;

  @BeforeEach
  void arrange() throws Exception {
    before = clock.instant();
    clock.set(START);
    int port = Integer.getInteger("freehold.test.provider-port");
    sandbox = Sandbox.start(new SandboxConfig(clock, port, 0, state, false, Simulators.all()));
    cloudflare = sandbox.simulator(CloudflareSimulator.class);
    tenant = new Tenant(START);
    Owner.update(
        "UPDATE provisioning.cloud_accounts SET external_account_id = ?, zone_id = ? WHERE id = ?",
        CloudflareSimulator.ACCOUNT_ID,
        tenant.externalAccount,
        tenant.account);
    String stem = tenant.key + "-default-auth";
    worker(stem);
    tenant.worker(stem, tenant.entity);
    tenant.resource(
        "d1", stem + "-db", made("/d1/database", "name", stem + "-db", "uuid"), tenant.entity);
    made("/r2/buckets", "name", stem + "-storage", "name");
    tenant.resource("r2", stem + "-storage", null, tenant.entity);
    tenant.resource(
        "kv",
        stem + "-kv",
        made("/storage/kv/namespaces", "title", stem + "-kv", "id"),
        tenant.entity);
    queue = new Deliveries(tenant, reader, filler);
  }

  @AfterEach
  void putBack() {
    clock.set(before);
    sandbox.close();
    Owner.update(
        "UPDATE registry.platforms SET created_at = now() + interval '9 years'" + " WHERE id = ?",
        tenant.platform);
    Owner.update(
        "UPDATE provisioning.cloud_accounts SET external_account_id = ? WHERE id = ?",
        tenant.externalAccount,
        tenant.account);
  }

  private String made(String path, String field, String name, String id) throws Exception {
    String body = "{\"" + field + "\":\"" + name + "\"}";
    return Json.tree(send("POST", path, "application/json", body)).path("result").path(id).asText();
  }

  private void worker(String name) throws Exception {
    send(
        "PUT",
        "/workers/scripts/" + name,
        "multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"main_module\":\"m\"}\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"m\"\r\n\r\nx\r\n--b--\r\n");
  }

  private String send(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    String account = "/cloudflare/client/v4/accounts/" + CloudflareSimulator.ACCOUNT_ID;
    try (var http = HttpClient.newHttpClient()) {
      var response =
          http.send(
              HttpRequest.newBuilder(URI.create(sandbox.url(account + path).toString()))
                  .header("Authorization", "Bearer " + CloudflareSimulator.TOKEN)
                  .header("Content-Type", type)
                  .method(method, BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    }
  }

  private void night(LocalDate day) {
    clock.set(Instant.parse(day.plusDays(1) + "T02:00:00Z"));
    Call.system("test", Scope.operator()).run(plan::planNight);
    queue.drain();
  }

  private Map<String, @Nullable Object> snapshot() {
    return Owner.rows(
            "SELECT * FROM metering.usage_snapshots WHERE platform_id = ? AND entity_id IS NULL",
            tenant.platform)
        .getFirst();
  }

  @Test
  void amountsThatWereSetArriveInTheSnapshot() {
    cloudflare.setUsage(
        tenant.key,
        Map.of(
            "worker_invocations", 400_000L,
            "worker_errors", 12L,
            "d1_read_rows", 31L,
            "d1_write_rows", 32L,
            "r2_storage_bytes", 33L,
            "r2_class_a_ops", 34L,
            "r2_class_b_ops", 35L,
            "kv_reads", 36L,
            "kv_writes", 37L),
        FIRST,
        null);

    night(FIRST);

    assertThat(snapshot())
        .containsEntry("worker_invocations", 400_000L)
        .containsEntry("worker_errors", 12L)
        .containsEntry("d1_read_rows", 31L)
        .containsEntry("d1_write_rows", 32L)
        .containsEntry("r2_storage_bytes", 33L)
        .containsEntry("r2_class_a_ops", 34L)
        .containsEntry("r2_class_b_ops", 35L)
        .containsEntry("kv_reads", 36L)
        .containsEntry("kv_writes", 37L)
        .containsEntry("estimated", false);
  }

  // metering §7.21
  @Test
  void refusalInTheMiddleIsResumedWhereItStopped() {
    cloudflare.setUsage(tenant.key, Map.of("worker_invocations", 5L), FIRST, null);
    sandbox
        .faults()
        .add(Fault.of("cloudflare", "rate_limit").onCall("POST", "*/graphql").counting(3, 2));
    night(FIRST);
    assertThat(status()).isEqualTo("failed");

    clock.set(Instant.parse(FIRST.plusDays(1) + "T02:30:00Z"));
    Call.system("test", Scope.operator()).run(plan::retryDue);
    queue.drain();
    clock.set(Instant.parse(FIRST.plusDays(1) + "T03:00:00Z"));
    Call.system("test", Scope.operator()).run(plan::retryDue);
    queue.drain();

    assertThat(status()).isEqualTo("done");
    assertThat(snapshot()).containsEntry("worker_invocations", 5L);
  }

  private @Nullable Object status() {
    return Owner.value(
        "SELECT status FROM metering.collection_tasks WHERE platform_id = ? AND snapshot_date = ?",
        tenant.platform,
        FIRST);
  }
}
