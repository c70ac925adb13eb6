package dev.freehold.functions.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The queue's event as Lambda gets it: of two messages the good one is done. */
@QuarkusTest
@TestProfile(WireTest.Profile.class)
@WithTestResource(TestDatabase.class)
class WireTest {

  /** Exports the function under test. */
  public static class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "registry-apply-billing-event");
    }
  }

  private final Scene acme = new Scene();

  @Test
  void billingsMessageSuspendsThePlatform() {
    UUID platform = acme.platform("active");

    var answer =
        given()
            .contentType("application/json")
            .body(event(platform, "not a number"))
            .post("/_lambda_")
            .then()
            .statusCode(200)
            .extract()
            .asString();

    assertThat(Json.tree(answer).path("batchItemFailures").findValuesAsText("itemIdentifier"))
        .containsExactly("m-2");
    assertThat(
            Owner.value(
                "SELECT status || ' ' || suspension_reason FROM registry.platforms WHERE id = ?",
                platform))
        .isEqualTo("suspended payment");
    assertThat(
            Owner.rows(
                """
                SELECT trigger_type FROM registry.platform_lifecycle_events WHERE platform_id = ?
                """,
                platform))
        .containsExactly(Map.of("trigger_type", "payment_provider"));
  }

  private String event(UUID platform, String badVersion) {
    ObjectNode event = Json.mapper().createObjectNode();
    var records = event.putArray("Records");
    records.add(message("m-1", platform, Json.mapper().getNodeFactory().numberNode(1)));
    records.add(message("m-2", platform, Json.mapper().getNodeFactory().textNode(badVersion)));
    return event.toString();
  }

  private ObjectNode message(String id, UUID platform, JsonNode version) {
    ObjectNode envelope = Json.mapper().createObjectNode();
    envelope.put("id", UUID.randomUUID().toString());
    envelope.put("type", "billing.subscription.suspended");
    envelope.put("occurredAt", "2026-04-01T10:00:00.000Z");
    envelope.put("organizationId", acme.organization.toString());
    envelope.put("platformId", platform.toString());
    envelope.put("requestId", "r-1");
    envelope.putNull("traceparent");
    var data = envelope.putObject("data");
    data.put("id", UUID.randomUUID().toString());
    data.set("version", version);
    data.put("platformId", platform.toString());
    data.put("planCode", "growth");
    data.put("status", "active");
    data.put("usable", false);
    data.put("suspendedAt", "2026-04-01T10:00:00.000Z");
    data.put("aFieldOfALaterVersion", true);
    ObjectNode record = Json.mapper().createObjectNode();
    record.put("messageId", id);
    record.put("eventSource", "aws:sqs");
    record.put("body", envelope.toString());
    return record;
  }
}
