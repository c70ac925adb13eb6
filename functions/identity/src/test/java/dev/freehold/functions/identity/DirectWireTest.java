package dev.freehold.functions.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** identity-bootstrap-operator as IAM invokes it. */
@QuarkusTest
@TestProfile(DirectWireTest.Exported.class)
@WithTestResource(TestDatabase.class)
class DirectWireTest {

  /** Lambda sets which function of the zip is meant. */
  public static class Exported implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "identity-bootstrap-operator");
    }
  }

  @Test
  void theFirstOperatorIsMadeOnce() {
    Owner.update("UPDATE identity.users SET role = 'user' WHERE role = 'superadmin'");
    String input = "{\"email\":\"%s\",\"name\":\"Root\"}".formatted(People.address());

    for (boolean created : new boolean[] {true, false}) {
      given()
          .contentType("application/json")
          .body(input)
          .post("/_lambda_")
          .then()
          .statusCode(200)
          .body("created", equalTo(created));
    }
  }
}
