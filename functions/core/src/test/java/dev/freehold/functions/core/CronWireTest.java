package dev.freehold.functions.core;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.freehold.testing.Owner;
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
@TestProfile(CronWireTest.Export.class)
class CronWireTest {

  public static class Export implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "core-maintain-audit");
    }
  }

  @Test
  void runIsRecordedAndTheSameSlotDoesNothingTwice() {
    for (int found : new int[] {3, 0}) {
      given()
          .contentType("application/json")
          .body("{\"scheduledAt\":\"2026-04-01T00:40:00Z\"}")
          .post("/_lambda_")
          .then()
          .statusCode(200)
          .body("found", equalTo(found))
          .body("more", equalTo(false));
    }

    assertThat(
            Owner.rows(
                "SELECT status, found FROM core.runs WHERE operation = 'core-maintain-audit'"))
        .containsExactly(Map.of("status", "completed", "found", 3));
    assertThat(Owner.value("SELECT to_regclass('core.audit_log_y2026m06')::text"))
        .isEqualTo("core.audit_log_y2026m06");
  }
}
