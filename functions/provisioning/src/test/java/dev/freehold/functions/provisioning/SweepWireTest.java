package dev.freehold.functions.provisioning;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schedule's event through the Lambda runtime's own loop. */
@QuarkusTest
@TestProfile(SweepWireTest.Exported.class)
@WithTestResource(TestDatabase.class)
class SweepWireTest {

  /** Exports the schedule's function. */
  public static class Exported implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "provisioning-sweep-steps");
    }
  }

  @Test
  void stepThatIsDueIsNudged() {
    var works = new Works("running", "pending");

    given()
        .port(8189)
        .contentType("application/json")
        .body("{\"scheduledAt\":\"2026-04-01T10:00:00Z\"}")
        .when()
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("found", greaterThanOrEqualTo(1));

    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox
                 WHERE type = 'provisioning-run-step' AND payload->>'stepId' = ?
                """,
                works.step.toString()))
        .isEqualTo(1);
  }
}
