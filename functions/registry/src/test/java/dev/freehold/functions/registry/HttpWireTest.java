package dev.freehold.functions.registry;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An HTTP event as Lambda gets it, served by the domain's route function. */
@QuarkusTest
@TestProfile(HttpWireTest.Export.class)
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
class HttpWireTest {

  public static class Export implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "registry-route");
    }
  }

  @Test
  void callWithoutCredentialIsRefusedWithAProblemDocument() {
    given()
        .contentType("application/json")
        .body(
            """
            {"version":"2.0","routeKey":"ANY /v1/{proxy+}","rawPath":"/v1/platforms",
             "rawQueryString":"","headers":{"accept":"*/*"},"isBase64Encoded":false,
             "requestContext":{"http":{"method":"GET","path":"/v1/platforms",
               "sourceIp":"203.0.113.7"}}}
            """)
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("statusCode", equalTo(401))
        .body("headers.Content-Type", equalTo("application/problem+json"))
        .body("body", containsString("\"code\":\"UNAUTHENTICATED\""));
  }
}
