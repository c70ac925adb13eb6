package dev.freehold.functions.core;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;

import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@TestProfile(QueueWireTest.Export.class)
class QueueWireTest {

  public static class Export implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "core-send-mail");
    }
  }

  // kernel §13.7
  @Test
  void onlyTheUnreadableMessageOfABatchComesBack() {
    given()
        .contentType("application/json")
        .body(
            """
            {"Records":[
              {"messageId":"m1","eventSource":"aws:sqs","body":"{\\"id\\":\\"0190d5b0-0000-7000-8000-000000000001\\",\\"type\\":\\"core-send-mail\\",\\"occurredAt\\":\\"2026-04-01T00:00:00.000Z\\",\\"data\\":{\\"mailId\\":\\"0190d5b0-0000-7000-8000-000000000002\\"}}"},
              {"messageId":"m2","eventSource":"aws:sqs","body":"not json"}]}
            """)
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("batchItemFailures.itemIdentifier", contains("m2"));
  }
}
