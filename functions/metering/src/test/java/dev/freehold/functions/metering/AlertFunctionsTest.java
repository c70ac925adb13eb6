package dev.freehold.functions.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class AlertFunctionsTest {

  @Inject AlertFunctions functions;

  private final Shop shop = new Shop();

  private APIGatewayV2HTTPResponse list(String query) {
    return functions.list(Events.get("/v1/usage/alerts" + query).bearer(shop.token).build());
  }

  private static JsonNode body(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody());
  }

  private Envelope message(String type, UUID organization, String data) {
    return new Envelope(
        UUID.randomUUID(), type, Rows.NOW, organization, null, "r-1", null, Json.tree(data));
  }

  @Test
  void alertHasTheFieldsOfThePage() {
    UUID id = shop.alert(50, false);

    var response = list("?platformId=" + shop.platform);

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(body(response).at("/data/0"))
        .isEqualTo(
            Json.tree(
                """
                {"id":"%s","subscriptionId":"%s","platformId":"%s","metric":"worker_invocations",
                 "thresholdPct":50,"period":"2026-03","periodStart":"2026-03-14T09:30:00.000Z",
                 "used":2500000,"quota":5000000,"triggeredAt":"2026-04-01T02:00:01.000Z",
                 "notifiedAt":null,"suppressed":false}"""
                    .formatted(id, shop.subscription, shop.platform)));
  }

  @Test
  void newestFirstPagedAndByMonth() {
    shop.alert(50, true);
    shop.alert(75, false);

    JsonNode first = body(list("?subscriptionId=" + shop.subscription + "&limit=1"));
    JsonNode second =
        body(
            list(
                "?subscriptionId="
                    + shop.subscription
                    + "&limit=1&cursor="
                    + first.at("/pagination/nextCursor").asText()));

    assertThat(first.at("/data/0/thresholdPct").asInt()).isEqualTo(75);
    assertThat(second.at("/data/0/thresholdPct").asInt()).isEqualTo(50);
    assertThat(second.at("/pagination/hasMore").asBoolean()).isFalse();
    assertThat(body(list("?platformId=" + shop.platform + "&period=2026-03")).path("data"))
        .hasSize(2);
    assertThat(body(list("?platformId=" + shop.platform + "&period=2026-04")).path("data"))
        .isEmpty();
  }

  @Test
  void periodThatIsNoMonthIsNamed() {
    var response = list("?platformId=" + shop.platform + "&period=2026-13");

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(body(response).at("/errors/0/field").asText()).isEqualTo("period");
  }

  // metering §7.30
  @Test
  void anotherOrganizationsAlertsAreNotFound() {
    shop.alert(50, false);
    var stranger = new Shop();

    var response =
        functions.list(
            Events.get("/v1/usage/alerts?platformId=" + shop.platform)
                .bearer(stranger.token)
                .build());

    assertThat(response.getStatusCode()).isEqualTo(404);
  }

  // metering §7.26
  @Test
  void alertDeliveredThriceIsToldOnce() {
    UUID alert = shop.alert(50, false);

    for (int i = 0; i < 3; i++) {
      functions.notify(
          message(
              "metering.alert.triggered",
              shop.organization,
              "{\"alertId\":\"" + alert + "\",\"metric\":\"worker_invocations\"}"));
    }

    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.mail_messages WHERE template = 'usage-alert'"
                    + " AND organization_id = ? AND dedup_key = ?",
                shop.organization,
                "usage-alert:" + alert))
        .isEqualTo(1);
    assertThat(body(list("?platformId=" + shop.platform)).at("/data/0/notifiedAt").asText())
        .isEqualTo("2026-04-01T10:00:00.000Z");
  }

  @Test
  void billingEventChecksTheQuotaThatHoldsNow() {
    shop.day("2026-03-31", null, 4_600_000);
    String data = "{\"platformId\":\"" + shop.platform + "\",\"planCode\":\"old\",\"version\":1}";

    for (int i = 0; i < 3; i++) {
      functions.applyBillingEvent(
          message("billing.subscription.plan_changed", shop.organization, data));
    }

    assertThat(body(list("?platformId=" + shop.platform)).path("data")).hasSize(3);
  }

  @Test
  void billingEventOfAnotherOrganizationIsRefusedForGood() {
    shop.day("2026-03-31", null, 4_600_000);
    var stranger = new Shop();

    functions.applyBillingEvent(
        message(
            "billing.subscription.renewed",
            stranger.organization,
            "{\"platformId\":\"" + shop.platform + "\"}"));

    assertThat(body(list("?platformId=" + shop.platform)).path("data")).isEmpty();
  }

  @Test
  void billingEventWithoutAPlatformIsNothingToUs() {
    functions.applyBillingEvent(
        message("billing.subscription.created", shop.organization, "{\"platformId\":null}"));

    assertThat(body(list("?platformId=" + shop.platform)).path("data")).isEmpty();
  }
}
