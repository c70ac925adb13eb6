package dev.freehold.functions.metering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A batch of the queue through the Lambda runtime's own loop: only what failed comes back. */
@QuarkusTest
@TestProfile(CollectionWireTest.Exported.class)
@WithTestResource(TestDatabase.class)
class CollectionWireTest {

  /** Exports the queue's function. */
  public static class Exported implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "metering-collect-platform");
    }
  }

  private static final String RECORD =
      """
      {"messageId":"%s","receiptHandle":"h","eventSource":"aws:sqs","body":"%s","attributes":{},
       "messageAttributes":{},"eventSourceARN":"arn:aws:sqs:eu-central-1:1:q","awsRegion":"x"}""";

  private static String envelope(String data) {
    return """
    {"id":"0199a8bf-0000-7000-8000-000000000001","type":"metering-collect-platform",
     "occurredAt":"2026-04-01T02:00:00.000Z","organizationId":null,"platformId":null,
     "requestId":"r-1","traceparent":null,"data":%s}"""
        .formatted(data)
        .replace("\n", " ")
        .replace("\"", "\\\"");
  }

  @Test
  void goodMessageIsDoneAndTheOneThatCannotBeReadComesBack() {
    var shop = new Shop();
    String good = envelope("{\"platformIds\":[\"" + shop.platform + "\"],\"date\":\"2026-03-31\"}");
    String bad = envelope("{\"platformIds\":[\"no id\"],\"date\":\"2026-03-31\"}");

    given()
        .port(8187)
        .contentType("application/json")
        .body(
            "{\"Records\":["
                + RECORD.formatted("good", good)
                + ","
                + RECORD.formatted("bad", bad)
                + "]}")
        .when()
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("batchItemFailures.itemIdentifier", contains("bad"));

    assertThat(
            Owner.count(
                "SELECT count(*) FROM metering.usage_snapshots WHERE platform_id = ?",
                shop.platform))
        .isEqualTo(1);
  }
}
