package dev.freehold.functions.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity-get-session as the gateway calls it, through the event loop of Lambda. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class HttpWireTest {

  private static final String EVENT =
      """
      {"version":"2.0","routeKey":"GET /v1/session","rawPath":"/v1/session","rawQueryString":"",
       "headers":{"authorization":"Bearer %s","x-request-id":"wire-1"},
       "requestContext":{"stage":"$default","http":{"method":"GET","path":"/v1/session",
         "sourceIp":"203.0.113.9"}},"isBase64Encoded":false}
      """;

  @Test
  void aSessionIsShown() {
    UUID user = Rows.user();
    UUID organization = Rows.organization(user);

    given()
        .contentType("application/json")
        .body(EVENT.formatted(Rows.session(user, organization)))
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("statusCode", equalTo(200))
        .body("headers.X-Request-Id", equalTo("wire-1"))
        .body("body", containsString(organization.toString()));
  }

  @Test
  void anUnknownTokenIsRefused() {
    given()
        .contentType("application/json")
        .body(EVENT.formatted("fhs_" + "x".repeat(43)))
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("statusCode", equalTo(401))
        .body("body", containsString("UNAUTHENTICATED"));
  }
}
