package dev.freehold.functions.metering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schedule's event through the Lambda runtime's own loop, twice: one run of one slot. */
@QuarkusTest
@TestProfile(NightWireTest.Exported.class)
@WithTestResource(TestDatabase.class)
class NightWireTest {

  /** Exports the schedule's function. */
  public static class Exported implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "metering-collect-snapshots");
    }
  }

  private static ValidatableResponse fire() {
    return given()
        .port(8187)
        .contentType("application/json")
        .body("{\"scheduledAt\":\"2026-04-01T02:00:00Z\"}")
        .when()
        .post("/_lambda_")
        .then()
        .statusCode(200);
  }

  @Test
  void slotIsRunOnce() {
    var shop = new Shop();

    fire().body("found", greaterThanOrEqualTo(4)).body("more", equalTo(false));
    fire().body("found", equalTo(0));

    assertThat(
            Owner.count(
                "SELECT count(*) FROM metering.collection_tasks WHERE platform_id = ?",
                shop.platform))
        .as("yesterday, the three days before it, and the days nobody ever planned")
        .isBetween(4L, 31L);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.runs WHERE operation = 'metering-collect-snapshots'"
                    + " AND status = 'completed' AND scheduled_at = '2026-04-01T02:00:00Z'"))
        .isEqualTo(1);
  }
}
