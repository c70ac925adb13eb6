package dev.freehold.functions.metering;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/**
 * One event of API Gateway through the Lambda runtime's own loop; the profile exports get-daily.
 */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class DailyWireTest {

  private static final String EVENT =
      """
      {"version":"2.0","routeKey":"GET /v1/usage/daily","rawPath":"/v1/usage/daily",
       "rawQueryString":"platformId=%s&metric=worker_invocations&days=2",
       "headers":{"authorization":"Bearer %s","x-request-id":"wire-1"},
       "requestContext":{"http":{"method":"GET","path":"/v1/usage/daily",
         "sourceIp":"203.0.113.7"},"stage":"$default"},"isBase64Encoded":false}""";

  @Test
  void eventIsAnsweredAsTheGatewayWantsIt() {
    var shop = new Shop();
    shop.day("2026-03-31", null, 400_000);

    given()
        .port(8187)
        .contentType("application/json")
        .body(EVENT.formatted(shop.platform, shop.token))
        .when()
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("statusCode", equalTo(200))
        .body("headers.X-Request-Id", equalTo("wire-1"))
        .body("body", containsString("{\"day\":\"2026-03-31\",\"quantity\":400000}"));
  }
}
