package dev.freehold.functions.core;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One Lambda that serves all HTTP operations of the domain, as AWS calls it. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
@TestProfile(RouteWireTest.Export.class)
class RouteWireTest {

  public static class Export implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "core-route");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /v1/health               | 200 | up
          GET    | /v1/health/ready         | 200 | ready
          GET    | /v1/runs                 | 401 | UNAUTHENTICATED
          GET    | /v1/queues/x             | 404 | NOT_FOUND
          DELETE | /v1/health               | 404 | NOT_FOUND
          GET    | /v1/sandbox/clock        | 404 | NOT_FOUND
          """)
  void requestReachesTheOperationItIsFor(String method, String path, int status, String word) {
    String event =
        """
        {"version":"2.0","routeKey":"ANY /v1/{proxy+}","rawPath":"%2$s","rawQueryString":"",
         "headers":{"accept":"*/*"},"isBase64Encoded":false,
         "requestContext":{"http":{"method":"%1$s","path":"%2$s","sourceIp":"203.0.113.7"}}}
        """
            .formatted(method, path);

    given()
        .contentType("application/json")
        .body(event)
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("statusCode", equalTo(status))
        .body("body", containsString(word));
  }
}
