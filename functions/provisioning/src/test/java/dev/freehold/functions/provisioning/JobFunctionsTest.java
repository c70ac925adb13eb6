package dev.freehold.functions.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class JobFunctionsTest {

  @Inject JobFunctions functions;

  @Test
  void jobHasTheFieldsOfThePage() {
    var works = new Works("rolled_back", "compensated").lettered("forward");

    var response = get(works.job, works.token);

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(Json.tree(response.getBody()))
        .isEqualTo(
            Json.tree(
                """
                {"id":"%s","type":"provision_platform","platformId":"%s","entityId":null,
                 "stackId":null,"environment":null,"featureId":null,"featureVersion":null,
                 "customDomainId":null,"status":"rolled_back","failureKind":"step_failed",
                 "errorCode":"PROVIDER_5XX","error":"503 after 8 attempts","rollbackError":null,
                 "parentJobId":null,"childJobIds":[],"replayOf":null,"deadLetterId":"%s",
                 "progress":{"done":0,"total":1},"requestedBy":{"type":"user","id":"%s"},
                 "cancelRequestedAt":null,"deadlineAt":"2026-04-01T10:45:00.000Z",
                 "createdAt":"2026-04-01T10:00:00.000Z","startedAt":"2026-04-01T10:00:00.000Z",
                 "completedAt":"2026-04-01T10:01:00.000Z",
                 "rolledBackAt":"2026-04-01T10:01:00.000Z","updatedAt":"2026-04-01T10:00:00.000Z",
                 "steps":[{"id":"%s","ordinal":1,"kind":"create_d1","phase":"provision_infra",
                   "target":"%s-default-auth-db","environment":"production",
                   "status":"compensated","attempt":8,"maxAttempts":8,"deferrals":2,
                   "availableAt":"2026-04-01T10:00:00.000Z",
                   "startedAt":"2026-04-01T10:00:00.000Z","completedAt":null,
                   "compensatedAt":null,"errorCode":null,"error":null}]}
                """
                    .formatted(
                        works.job,
                        works.platform,
                        works.letter,
                        works.owner,
                        works.step,
                        works.key())));
  }

  @Test
  void refusalsInTheirOrder() {
    var works = new Works("running", "pending");
    String reader = Rows.apiKey(works.organization, works.owner, "platforms:read");

    assertThat(get(works.job, "fhs_nothing").getStatusCode()).isEqualTo(401);
    assertThat(code(get(works.job, reader))).isEqualTo("PERMISSION_DENIED");
    assertThat(code(get(UUID.randomUUID(), works.token))).isEqualTo("NOT_FOUND");
    assertThat(functions.get(Events.get("/v1/provisioning/jobs/x").bearer(works.token).build()))
        .extracting(APIGatewayV2HTTPResponse::getStatusCode)
        .isEqualTo(404);
  }

  @Test
  void jobOfAnotherOrganizationIsNotThere() {
    var works = new Works("running", "pending");
    var stranger = new Works("running", "pending");

    assertThat(get(works.job, stranger.token).getStatusCode()).isEqualTo(404);
  }

  private APIGatewayV2HTTPResponse get(UUID job, String token) {
    return functions.get(Events.get("/v1/provisioning/jobs/" + job).bearer(token).build());
  }

  private static String code(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody()).path("code").asText();
  }
}
