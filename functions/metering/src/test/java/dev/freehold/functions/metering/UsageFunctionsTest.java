package dev.freehold.functions.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test clock stands at 2026-04-01T10:00:00Z. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class UsageFunctionsTest {

  @Inject UsageFunctions functions;

  private final Shop shop = new Shop();

  private APIGatewayV2HTTPEvent get(String target) {
    return Events.get(target).bearer(shop.token).build();
  }

  private APIGatewayV2HTTPResponse snapshots(String query) {
    return functions.listSnapshots(
        get("/v1/platforms/" + shop.platform + "/usage/snapshots" + query));
  }

  private APIGatewayV2HTTPResponse daily(String query) {
    return functions.getDaily(get("/v1/usage/daily" + query));
  }

  private static JsonNode body(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody());
  }

  @Test
  void snapshotHasTheFieldsOfThePage() {
    shop.day("2026-03-31", null, 400_000);

    var response = snapshots("");

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(body(response))
        .isEqualTo(
            Json.tree(
                """
                {"data":[{"platformId":"%s","entityId":null,"date":"2026-03-31",
                  "workerInvocations":400000,"workerErrors":2,"d1ReadRows":3,"d1WriteRows":4,
                  "r2StorageBytes":5,"r2ClassAOps":6,"r2ClassBOps":7,"kvReads":8,"kvWrites":9,
                  "source":"cloudflare","revision":1,"estimated":false,
                  "collectedAt":"2026-04-01T02:00:00.000Z"}],
                 "pagination":{"hasMore":false,"nextCursor":null}}"""
                    .formatted(shop.platform)));
  }

  @Test
  void snapshotsAreNewestFirstAndPagedByDay() {
    for (int day = 10; day < 15; day++) {
      shop.day("2026-03-" + day, null, day);
      shop.day("2026-03-" + day, shop.entity, day);
    }
    String read = "";
    String query = "?entityId=all&limit=3";
    for (int page = 0; page < 4; page++) {
      JsonNode body = body(snapshots(query));
      for (JsonNode row : body.path("data")) {
        read +=
            row.path("date").asText().substring(8) + (row.path("entityId").isNull() ? "p " : "e ");
      }
      query = "?entityId=all&limit=3&cursor=" + body.at("/pagination/nextCursor").asText();
    }

    assertThat(read).isEqualTo("14p 14e 13p 13e 12p 12e 11p 11e 10p 10e ");
  }

  @Test
  void entityIdChoosesTheRows() {
    shop.day("2026-03-31", null, 400_000);
    shop.day("2026-03-31", shop.entity, 1);

    assertThat(body(snapshots("?entityId=none")).at("/data/0/workerInvocations").asLong())
        .isEqualTo(400_000);
    assertThat(body(snapshots("?entityId=" + shop.entity)).at("/data/0/workerInvocations").asLong())
        .isEqualTo(1);
    assertThat(snapshots("?entityId=" + UUID.randomUUID()).getStatusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "?from=2025-02-25&to=2026-04-01, from, RANGE",
    "?from=2026-04-02&to=2026-04-01, from, RANGE",
    "?from=yesterday, from, PATTERN",
    "?entityId=some, entityId, PATTERN",
    "?page=2, page, UNKNOWN_FIELD",
    "?limit=101, limit, RANGE"
  })
  void faultOfTheListIsNamed(String query, String field, String code) {
    var response = snapshots(query);

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(body(response).at("/code").asText()).isEqualTo("VALIDATION_FAILED");
    assertThat(body(response).at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(body(response).at("/errors/0/code").asText()).isEqualTo(code);
  }

  @Test
  void rangeOfFourHundredDaysIsTaken() {
    assertThat(snapshots("?from=2025-02-26&to=2026-04-01").getStatusCode()).isEqualTo(200);
  }

  @Test
  void dailyFillsZerosUpToToday() {
    shop.day("2026-03-31", null, 400_000);
    shop.day("2026-03-30", null, 312_344);

    var response = daily("?platformId=" + shop.platform + "&metric=worker_invocations&days=4");

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(body(response))
        .isEqualTo(
            Json.tree(
                """
                {"from":"2026-03-29","to":"2026-04-01","series":[{"metric":"worker_invocations",
                  "points":[{"day":"2026-03-29","quantity":0},{"day":"2026-03-30","quantity":312344},
                            {"day":"2026-03-31","quantity":400000},{"day":"2026-04-01","quantity":0}]}]}"""));
  }

  @Test
  void dailyShowsSevenDaysOfEverySnapshotMetricByDefault() {
    JsonNode body = body(daily("?platformId=" + shop.platform));

    assertThat(body.path("from").asText()).isEqualTo("2026-03-26");
    assertThat(body.path("series")).hasSize(9);
    assertThat(body.at("/series/0/metric").asText()).isEqualTo("worker_invocations");
    assertThat(body.at("/series/8/points")).hasSize(7);
  }

  @Test
  void dailyTakesSeveralMetricsAndARange() {
    JsonNode body =
        body(
            daily(
                "?subscriptionId="
                    + shop.subscription
                    + "&metric=kv_reads&metric=worker_errors&from=2026-03-01&to=2026-03-02"));

    assertThat(body.path("series")).hasSize(2);
    assertThat(body.at("/series/0/metric").asText()).isEqualTo("kv_reads");
    assertThat(body.at("/series/1/points")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'', platformId, REQUIRED",
    "?platformId=P&subscriptionId=S, platformId, DUPLICATE",
    "?platformId=P&days=0, days, RANGE",
    "?platformId=P&days=91, days, RANGE",
    "?platformId=P&days=7&from=2026-03-01&to=2026-03-02, days, DUPLICATE",
    "?platformId=P&from=2026-03-01, to, REQUIRED",
    "?platformId=P&metric=carrots, metric, ENUM",
    "?platformId=P&metric=, metric, REQUIRED",
    "?organizationId=O&planKind=agent, planKind, ENUM"
  })
  void faultOfTheDailyIsNamed(String query, String field, String code) {
    var response =
        daily(
            query
                .replace("=P", "=" + shop.platform)
                .replace("=S", "=" + shop.subscription)
                .replace("=O", "=" + shop.organization));

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(body(response).at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(body(response).at("/errors/0/code").asText()).isEqualTo(code);
  }

  // metering §7.30
  @Test
  void anotherOrganizationsPlatformIsNotFound() {
    var stranger = new Shop();
    String target = "/v1/platforms/" + shop.platform + "/usage/snapshots";

    var list = functions.listSnapshots(Events.get(target).bearer(stranger.token).build());
    var daily =
        functions.getDaily(
            Events.get("/v1/usage/daily?platformId=" + shop.platform)
                .bearer(stranger.token)
                .build());

    assertThat(list.getStatusCode()).isEqualTo(404);
    assertThat(daily.getStatusCode()).isEqualTo(404);
    assertThat(body(daily).path("code").asText()).isEqualTo("NOT_FOUND");
  }

  @Test
  void keyWithoutThePermissionIsRefused() {
    String key = Rows.apiKey(shop.organization, shop.user, "billing:read");

    var response =
        functions.getDaily(
            Events.get("/v1/usage/daily?platformId=" + shop.platform).bearer(key).build());

    assertThat(response.getStatusCode()).isEqualTo(403);
    assertThat(body(response).path("code").asText()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void keyWithThePermissionReads() {
    String key = Rows.apiKey(shop.organization, shop.user, "usage:read");

    var response =
        functions.getDaily(
            Events.get("/v1/usage/daily?platformId=" + shop.platform).bearer(key).build());

    assertThat(response.getStatusCode()).isEqualTo(200);
  }

  @Test
  void withoutACredentialNothingIsRead() {
    assertThat(functions.getDaily(Events.get("/v1/usage/daily").build()).getStatusCode())
        .isEqualTo(401);
  }
}
