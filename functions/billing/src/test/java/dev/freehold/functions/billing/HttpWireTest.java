package dev.freehold.functions.billing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** billing-list-plans as the gateway calls it, through the event loop of Lambda. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class HttpWireTest {

  private static final String EVENT =
      """
      {"version":"2.0","routeKey":"GET /v1/plans","rawPath":"/v1/plans",
       "rawQueryString":"kind=platform","queryStringParameters":{"kind":"platform"},
       "headers":{"x-request-id":"wire-1"},
       "requestContext":{"stage":"$default","http":{"method":"GET","path":"/v1/plans",
         "sourceIp":"203.0.113.9"}},"isBase64Encoded":false}
      """;

  @Test
  void thePlansAreListed() {
    given()
        .contentType("application/json")
        .body(EVENT)
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("statusCode", equalTo(200))
        .body("headers.X-Request-Id", equalTo("wire-1"))
        .body("body", containsString("\"code\":\"starter\""));
  }
}
