package dev.freehold.cloudflare.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freehold.kernel.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudflareAnalyticsTest {

  private static final LocalDate DAY = LocalDate.parse("2026-04-01");

  private final CloudflareAnalytics analytics = new CloudflareAnalytics();
  private HttpServer server;
  private AnalyticsAccess access;
  private int status = 200;
  private String answer = "{}";
  private String asked = "";
  private String path = "";
  private String authorization = "";

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::reply);
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/client/v4");
    access = new AnalyticsAccess(base, "acc-1", "secret-token");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void reply(HttpExchange exchange) throws IOException {
    path = exchange.getRequestURI().getPath();
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Retry-After", "42");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void groups(String set, String groups) {
    answer =
        """
        {"data":{"viewer":{"accounts":[{"%s":[%s]}]}},"errors":null}"""
            .formatted(set, groups);
  }

  private AnalyticsPage read(DataSet set, String from, int limit) {
    return analytics.read(access, set, DAY, from, limit);
  }

  @Test
  void asksForOneDataSetOfOneAccountWithVariables() {
    groups("d1AnalyticsAdaptiveGroups", "");

    read(DataSet.D1, "db-7", 100);

    JsonNode body = Json.tree(asked);
    assertThat(path).isEqualTo("/client/v4/graphql");
    assertThat(authorization).isEqualTo("Bearer secret-token");
    assertThat(body.path("variables"))
        .isEqualTo(
            Json.tree(
                """
                {"accountTag":"acc-1","date":"2026-04-01","limit":100,"after":"db-7"}"""));
    assertThat(body.path("query").asText())
        .contains(
            "d1AnalyticsAdaptiveGroups(limit: $limit, filter: {date: $date, databaseId_geq: $after},"
                + " orderBy: [databaseId_ASC])",
            "sum { rowsRead rowsWritten }")
        .doesNotContain("db-7", "acc-1");
  }

  @Test
  void sumsBecomeOneRowEach() {
    groups(
        "workersInvocationsAdaptive",
        """
        {"dimensions":{"scriptName":"a"},"sum":{"requests":10,"errors":1},"avg":{"sampleInterval":1}},
        {"dimensions":{"scriptName":"b"},"sum":{"requests":9007199254740993,"errors":0},
         "avg":{"sampleInterval":1.6}}""");

    assertThat(read(DataSet.WORKERS, "", 100).rows())
        .containsExactly(
            new Measurement("a", "requests", 10, false),
            new Measurement("a", "errors", 1, false),
            new Measurement("b", "requests", 9_007_199_254_740_993L, true),
            new Measurement("b", "errors", 0, true));
  }

  @Test
  void storageIsPayloadAndMetadata() {
    groups(
        "r2StorageAdaptiveGroups",
        """
        {"dimensions":{"bucketName":"f"},"max":{"payloadSize":1000,"metadataSize":24}}""");

    assertThat(read(DataSet.R2_STORAGE, "", 100).rows())
        .containsExactly(new Measurement("f", "bytes", 1024, false));
  }

  @Test
  void fullPageGoesOnFromItsLastKey() {
    groups(
        "kvOperationsAdaptiveGroups",
        """
        {"dimensions":{"namespaceId":"n1","actionType":"read"},"sum":{"requests":4}},
        {"dimensions":{"namespaceId":"n2","actionType":"read"},"sum":{"requests":5}}""");

    assertThat(read(DataSet.KV, "", 2).nextKey()).isEqualTo("n2");
    assertThat(read(DataSet.KV, "", 3).nextKey()).isNull();
  }

  @Test
  void pageOfOneKeyAloneIsRefusedInsteadOfReadForEver() {
    groups(
        "kvOperationsAdaptiveGroups",
        """
        {"dimensions":{"namespaceId":"n2","actionType":"list"},"sum":{"requests":4}},
        {"dimensions":{"namespaceId":"n2","actionType":"read"},"sum":{"requests":5}}""");

    assertThatThrownBy(() -> read(DataSet.KV, "n2", 2)).isInstanceOf(AnalyticsFailure.class);
  }

  @ParameterizedTest
  @CsvSource({"429, PT42S", "500, ", "503, ", "403, "})
  void refusalCarriesTheWaitOnlyWhenRateLimited(int refusal, Duration wait) {
    status = refusal;

    AnalyticsFailure failure =
        catchThrowableOfType(AnalyticsFailure.class, () -> read(DataSet.WORKERS, "", 100));

    assertThat(failure.retryAfter()).isEqualTo(wait);
    assertThat(failure).hasMessageContaining(String.valueOf(refusal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{}",
        "{\"data\":null,\"errors\":[{\"message\":\"limit reached\"}]}",
        "{\"data\":{\"viewer\":{\"accounts\":[]}}}",
        "{\"data\":{\"viewer\":{\"accounts\":[{\"workersInvocationsAdaptive\":[{\"dimensions\":{},"
            + "\"sum\":{\"requests\":1,\"errors\":0}}]}]}}}",
        "{\"data\":{\"viewer\":{\"accounts\":[{\"workersInvocationsAdaptive\":[{\"dimensions\":"
            + "{\"scriptName\":\"a\"},\"sum\":{\"requests\":-1,\"errors\":0}}]}]}}}",
        "{\"data\":{\"viewer\":{\"accounts\":[{\"workersInvocationsAdaptive\":[{\"dimensions\":"
            + "{\"scriptName\":\"a\"},\"sum\":{\"requests\":1.5,\"errors\":0}}]}]}}}"
      })
  void whatIsNoAnswerIsAFailureAndNeverZero(String text) {
    answer = text;

    assertThatThrownBy(() -> read(DataSet.WORKERS, "", 100))
        .isInstanceOf(AnalyticsFailure.class)
        .hasMessageNotContaining("secret-token");
  }

  @Test
  void analyticsEngineIsAskedInSqlAndAnswersInText() {
    answer =
        """
        {"meta":[],"data":[{"platform":"k3m9p2xw7q","invocations":"123","errors":"4","sampled":2}],
         "rows":1}""";

    var page = read(DataSet.ANALYTICS_ENGINE, "k'1", 100);

    assertThat(path).isEqualTo("/client/v4/accounts/acc-1/analytics_engine/sql");
    assertThat(asked)
        .contains("timestamp >= toDateTime('2026-04-01 00:00:00')")
        .contains("timestamp < toDateTime('2026-04-02 00:00:00')")
        .contains("index1 >= 'k''1'");
    assertThat(page.rows())
        .containsExactly(
            new Measurement("k3m9p2xw7q", "invocations", 123, true),
            new Measurement("k3m9p2xw7q", "errors", 4, true));
  }

  @Test
  void providerThatIsNotThereIsAFailure() {
    server.stop(0);

    assertThatThrownBy(() -> read(DataSet.WORKERS, "", 100)).isInstanceOf(AnalyticsFailure.class);
  }
}
