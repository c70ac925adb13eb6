package dev.freehold.testing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.Test;

/**
 * An HTTP event as Lambda gets it, served by a domain's route function through the event loop. The
 * test of a domain names its function in a profile, and a path that asks for a credential.
 */
public abstract class RouteWire {

  private static final String EVENT =
      """
      {"version":"2.0","routeKey":"ANY /v1/{proxy+}","rawPath":"%1$s",
       "rawQueryString":"","headers":{"accept":"*/*"},"isBase64Encoded":false,
       "requestContext":{"http":{"method":"GET","path":"%1$s","sourceIp":"203.0.113.7"}}}
      """;

  private final String path;

  protected RouteWire(String path) {
    this.path = path;
  }

  @Test
  void callWithoutCredentialIsRefusedWithAProblemDocument() {
    given()
        .contentType("application/json")
        .body(EVENT.formatted(path))
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("statusCode", equalTo(401))
        .body("headers.Content-Type", equalTo("application/problem+json"))
        .body("body", containsString("\"code\":\"UNAUTHENTICATED\""));
  }
}
