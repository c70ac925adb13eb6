package dev.freehold.sandbox.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.sandbox.Caller;
import dev.freehold.sandbox.MovableClock;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.SimJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyticsTest {

  private static final String A = CloudflareTest.A;
  private static final String KEY = "k3m9p2xw7q";
  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Sandbox sandbox;
  private CloudflareSimulator simulator;
  private Caller cloudflare;

  @BeforeEach
  void start() {
    sandbox = SandboxForTests.start(clock, folder);
    simulator = sandbox.simulator(CloudflareSimulator.class);
    cloudflare = new Caller(sandbox.url("/cloudflare/client/v4"), CloudflareSimulator.TOKEN);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void amountThatWasSetStandsOnTheFirstProductionResource() {
    worker(KEY + "-default-auth-stg");
    worker(KEY + "-default-auth");
    worker(KEY + "-default-shop");
    assertThat(simulator.setUsage(KEY, Map.of("worker_invocations", 400_000L), TODAY, null))
        .isTrue();
    assertThat(simulator.setUsage("unknown000", Map.of(), TODAY, null)).isFalse();

    JsonNode rows = workers(TODAY, "", 10);

    assertThat(rows).hasSize(3);
    assertThat(rows.at("/0/dimensions/scriptName").asText()).isEqualTo(KEY + "-default-auth");
    assertThat(rows.at("/0/sum/requests").asLong()).isEqualTo(400_000);
    assertThat(rows.at("/0/sum/errors").asLong()).isZero();
    assertThat(rows.at("/1/sum/requests").asLong()).isZero();
    assertThat(workers(TODAY.plusDays(1), "", 10)).isEmpty();
  }

  @Test
  void otherAmountsAreSmallAndAlwaysTheSame() {
    worker(KEY + "-default-auth");

    JsonNode first = workers(TODAY, "", 10);

    assertThat(first.at("/0/sum/requests").asLong()).isBetween(0L, 99L);
    assertThat(workers(TODAY, "", 10)).isEqualTo(first);
    assertThat(workers(TODAY.minusDays(1), "", 10)).isEmpty();
  }

  @Test
  void deletedResourceStillCountsOnTheDaysItLived() {
    worker(KEY + "-default-auth");
    simulator.setUsage(KEY, Map.of("worker_invocations", 5L), TODAY, null);
    clock.advance(Duration.ofDays(1));
    cloudflare.delete(A + "/workers/scripts/" + KEY + "-default-auth?force=true");
    clock.advance(Duration.ofDays(1));

    assertThat(workers(TODAY, "", 10).at("/0/sum/requests").asLong()).isEqualTo(5);
    assertThat(workers(TODAY.plusDays(1), "", 10).at("/0/sum/requests").asLong()).isEqualTo(5);
    assertThat(workers(TODAY.plusDays(2), "", 10)).isEmpty();
  }

  @Test
  void pagesGoOnFromAKey() {
    for (String name : new String[] {"c", "a", "b"}) {
      worker(name);
    }

    JsonNode first = workers(TODAY, "", 2);
    JsonNode second = workers(TODAY, "b", 2);

    assertThat(first.findValuesAsText("scriptName")).containsExactly("a", "b");
    assertThat(second.findValuesAsText("scriptName")).containsExactly("b", "c");
  }

  @Test
  void everyDataSetOfAPlatform() {
    String d1 = made("/d1/database", "name", KEY + "-default-auth-db", "uuid");
    made("/r2/buckets", "name", KEY + "-default-files-storage", "name");
    String kv = made("/storage/kv/namespaces", "title", KEY + "-default-cache-kv", "id");
    simulator.setUsage(
        KEY,
        Map.of(
            "d1_read_rows",
            1L,
            "d1_write_rows",
            2L,
            "r2_storage_bytes",
            3L,
            "r2_class_a_ops",
            4L,
            "r2_class_b_ops",
            5L,
            "kv_reads",
            6L,
            "kv_writes",
            7L),
        TODAY,
        TODAY);

    var rows = read("d1AnalyticsAdaptiveGroups", "databaseId", "sum { rowsRead rowsWritten }");
    assertThat(rows.toString())
        .isEqualTo(
            "[{\"dimensions\":{\"databaseId\":\""
                + d1
                + "\"},\"sum\":{\"rowsRead\":1,\"rowsWritten\":2}}]");
    rows = read("r2StorageAdaptiveGroups", "bucketName", "max { payloadSize metadataSize }");
    assertThat(rows.at("/0/max").toString()).isEqualTo("{\"payloadSize\":3,\"metadataSize\":0}");
    rows = read("r2OperationsAdaptiveGroups", "bucketName actionType", "sum { requests }");
    assertThat(rows.findValuesAsText("actionType")).containsExactly("GetObject", "PutObject");
    assertThat(rows.findValuesAsText("requests")).containsExactly("5", "4");
    rows = read("kvOperationsAdaptiveGroups", "namespaceId actionType", "sum { requests }");
    assertThat(rows.findValuesAsText("namespaceId")).containsOnly(kv);
    assertThat(rows.findValuesAsText("requests")).containsExactly("6", "7");
  }

  @Test
  void engineSumsByPlatform() {
    worker(KEY + "-default-auth");
    worker("a000000000-default-auth");
    simulator.setUsage(KEY, Map.of("worker_invocations", 9L, "worker_errors", 2L), TODAY, null);

    var answer =
        cloudflare.send(
            "POST",
            A + "/analytics_engine/sql",
            """
            SELECT index1 AS platform, sum(_sample_interval) AS invocations,
            sum(if(blob1 = 'ok', 0, _sample_interval)) AS errors, max(_sample_interval) AS sampled
            FROM freehold_invocations
            WHERE timestamp >= toDateTime('2026-03-01 00:00:00') AND timestamp < toDateTime('2026-03-02 00:00:00')
            AND index1 >= 'b'
            GROUP BY platform ORDER BY platform LIMIT 10 FORMAT JSON""",
            "text/plain");

    assertThat(answer.json().path("data").toString())
        .isEqualTo(
            "[{\"platform\":\"k3m9p2xw7q\",\"invocations\":\"9\",\"errors\":\"2\",\"sampled\":\"1\"}]");
  }

  @Test
  void refusalsAndTheLimitOfQueries() {
    assertThat(message(query("{ viewer { zones { x } } }", "")))
        .isEqualTo("unknown field \"zones\"");
    assertThat(message(graph("workersInvocationsAdaptive", "scriptName", "sum { nothing }", TODAY)))
        .isEqualTo("");
    assertThat(message(graph("d1Nothing", "databaseId", "sum { rowsRead }", TODAY)))
        .contains("d1Nothing");
    assertThat(
            message(
                graph(
                    "workersInvocationsAdaptive",
                    "scriptName",
                    "sum { errors }",
                    TODAY.minusDays(32))))
        .contains("older than");
    for (int i = 4; i < 300; i++) {
      assertThat(query("{ viewer { accounts { x } } }", "").status()).isEqualTo(200);
    }

    var limited = query("{ viewer { accounts { x } } }", "");

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.header("retry-after")).isEqualTo("300");
    assertThat(cloudflare.get(A + "/queues").status()).isEqualTo(200);
  }

  private static String message(Caller.Answer answer) {
    return answer.json().at("/errors/0/message").asText();
  }

  private JsonNode workers(LocalDate date, String after, int limit) {
    return graph(
            "workersInvocationsAdaptive",
            "scriptName",
            "sum { requests errors }",
            date,
            after,
            limit)
        .json()
        .at("/data/viewer/accounts/0/workersInvocationsAdaptive");
  }

  private JsonNode read(String set, String dimensions, String amounts) {
    return graph(set, dimensions, amounts, TODAY).json().at("/data/viewer/accounts/0/" + set);
  }

  private Caller.Answer graph(String set, String dimensions, String amounts, LocalDate date) {
    return graph(set, dimensions, amounts, date, "", 10);
  }

  private Caller.Answer graph(
      String set, String dimensions, String amounts, LocalDate date, String after, int limit) {
    String order = String.join("_ASC, ", dimensions.split(" ")) + "_ASC";
    return query(
        """
        query($accountTag: string!, $date: Date!, $limit: uint64!, $after: string!) { viewer {
        accounts(filter: {accountTag: $accountTag}) { %s(limit: $limit, filter: {date: $date,
        %s_geq: $after}, orderBy: [%s]) { dimensions { %s } %s } } } }"""
            .formatted(set, dimensions.split(" ")[0], order, dimensions, amounts),
        "\"date\":\"%s\",\"limit\":%d,\"after\":\"%s\",".formatted(date, limit, after));
  }

  private Caller.Answer query(String text, String variables) {
    String quoted = new String(SimJson.bytes(text), StandardCharsets.UTF_8);
    return cloudflare.post(
        "/graphql",
        "{\"query\":%s,\"variables\":{%s\"accountTag\":\"%s\"}}"
            .formatted(quoted, variables, CloudflareSimulator.ACCOUNT_ID));
  }

  private String made(String path, String field, String name, String id) {
    return cloudflare
        .post(A + path, "{\"" + field + "\":\"" + name + "\"}")
        .result()
        .path(id)
        .asText();
  }

  private void worker(String name) {
    cloudflare.send(
        "PUT",
        A + "/workers/scripts/" + name,
        "--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"main_module\":\"m\"}\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"m\"\r\n\r\nx\r\n--b--\r\n",
        "multipart/form-data; boundary=b");
  }
}
