package dev.freehold.functions.provisioning;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;

import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A batch of nudges through the Lambda runtime's own loop: only what failed comes back. */
@QuarkusTest
@TestProfile(StepWireTest.Exported.class)
@WithTestResource(TestDatabase.class)
class StepWireTest {

  /** Exports the queue's function. */
  public static class Exported implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "provisioning-run-step");
    }
  }

  private static final String RECORD =
      """
      {"messageId":"%s","receiptHandle":"h","eventSource":"aws:sqs","body":"%s","attributes":{},
       "messageAttributes":{},"eventSourceARN":"arn:aws:sqs:eu-central-1:1:q","awsRegion":"x"}""";

  @Test
  void staleNudgeIsDoneAndTheOneThatCannotBeReadComesBack() {
    var works = new Works("rolled_back", "compensated");
    String stale = envelope(works, "{\"jobId\":\"" + works.job + "\",\"stepId\":null}");
    String bad = envelope(works, "{\"jobId\":\"no id\"}");

    given()
        .port(8189)
        .contentType("application/json")
        .body(
            "{\"Records\":["
                + RECORD.formatted("stale", stale)
                + ","
                + RECORD.formatted("bad", bad)
                + "]}")
        .when()
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("batchItemFailures.itemIdentifier", contains("bad"));
  }

  private static String envelope(Works works, String data) {
    return """
    {"id":"0199a8bf-0000-7000-8000-000000000001","type":"provisioning-run-step",
     "occurredAt":"2026-04-01T02:00:00.000Z","organizationId":"%s","platformId":null,
     "requestId":"r-1","traceparent":null,"data":%s}"""
        .formatted(works.organization, data)
        .replace("\n", " ")
        .replace("\"", "\\\"");
  }
}
