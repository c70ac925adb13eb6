package dev.freehold.provisioning.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Json;
import dev.freehold.provisioning.Providers;
import dev.freehold.provisioning.Scenario;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts that serve Workers in other ways than by routes of their own. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@WithTestResource(Providers.class)
class AccountModesTest {

  @Inject Scenario scenario;

  @AfterEach
  void clearFaults() {
    scenario.sandbox().faults().clear();
  }

  @Test
  void workerDomainStandsForRecordCertificateAndRouteAndIsUndoneAsOne() {
    Owner.update(
        "UPDATE provisioning.cloud_accounts SET own_hostnames = 'worker_domain' WHERE id = ?",
        scenario.cloudAccount);

    assertThat(scenario.finish(scenario.startJob())).isEqualTo("completed");

    assertThat(scenario.inventory())
        .contains("worker_domain auth.svc.default." + scenario.key + "." + scenario.key + ".test")
        .noneMatch(line -> line.startsWith("route ") || line.startsWith("hostname "));
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM registry.dns_records
                 WHERE platform_id = ? AND target_type = 'worker' AND status = 'active'
                """,
                scenario.platform))
        .isEqualTo(2);
  }

  @Test
  void workerDomainIsGoneAfterARollback() {
    Owner.update(
        "UPDATE provisioning.cloud_accounts SET own_hostnames = 'worker_domain' WHERE id = ?",
        scenario.cloudAccount);
    UUID job = scenario.startJob();
    breakBuilds();

    assertThat(scenario.finish(job)).isEqualTo("rolled_back");

    assertThat(scenario.inventory()).isEmpty();
  }

  @Test
  void dispatchedWorkersAreFoundByTheRoutersTable() throws Exception {
    String table = dispatching();

    assertThat(scenario.finish(scenario.startJob())).isEqualTo("completed");

    String hostname = "auth.svc.default." + scenario.key + "." + scenario.key + ".test";
    assertThat(send("GET", "/storage/kv/namespaces/" + table + "/values/" + hostname, ""))
        .isEqualTo(scenario.key + "-default-auth");
    assertThat(scenario.inventory()).noneMatch(line -> line.startsWith("route "));
  }

  @Test
  void dispatchedWorkersAreGoneAfterARollback() throws Exception {
    dispatching();
    UUID job = scenario.startJob();
    breakBuilds();

    assertThat(scenario.finish(job)).isEqualTo("rolled_back");

    assertThat(scenario.inventory()).isEmpty();
  }

  /** The id of the router's table. */
  private String dispatching() throws Exception {
    send("POST", "/workers/dispatch/namespaces", "{\"name\":\"freehold\"}");
    String made = send("POST", "/storage/kv/namespaces", "{\"title\":\"routing\"}");
    String table = Json.tree(made).at("/result/id").asText();
    Owner.update(
        """
        UPDATE provisioning.cloud_accounts
           SET worker_mode = 'dispatch', dispatch_namespace = 'freehold', routing_namespace_id = ?
         WHERE id = ?
        """,
        table,
        scenario.cloudAccount);
    return table;
  }

  private void breakBuilds() {
    scenario
        .sandbox()
        .faults()
        .add(
            Fault.of("cloudflare", "status")
                .onCall("GET", "*" + scenario.accountId + "/pages/*/deployments*")
                .counting(1, 1000)
                .answering(503));
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                scenario
                    .sandbox()
                    .url("/cloudflare/client/v4/accounts/" + scenario.accountId + path))
            .header("Authorization", "Bearer " + CloudflareSimulator.TOKEN)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }
}
