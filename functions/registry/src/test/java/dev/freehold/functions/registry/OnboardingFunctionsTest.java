package dev.freehold.functions.registry;

import static dev.freehold.functions.registry.Scene.body;
import static dev.freehold.functions.registry.Scene.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real jobs and plans. The test clock stands at 2026-04-01T10:00:00Z. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OnboardingFunctionsTest {

  private static final String START =
      """
      {"platformName":"Acme","slug":"%s","tier":"starter","billingEmail":"ap@acme.test"}""";

  @Inject OnboardingFunctions functions;

  private final Scene acme = new Scene();

  @BeforeAll
  static void publishAuth() {
    Scene.publishAuth();
  }

  // registry §7.10
  @Test
  void sessionPlatformAndJobExistTogether() {
    var response = start(START);

    var session = body(response);
    assertThat(response.getStatusCode()).isEqualTo(201);
    assertThat(response.getHeaders())
        .containsEntry("Location", "/v1/onboarding/" + session.path("id").asText());
    assertThat(session.path("status").asText()).isEqualTo("in_progress");
    assertThat(session.path("currentStep").asText()).isEqualTo("provision_infra");
    assertThat(session.path("steps").findValuesAsText("name"))
        .containsExactly(
            "create_platform", "provision_infra", "setup_repo", "deploy_services", "verify");
    assertThat(session.at("/steps/0/status").asText()).isEqualTo("completed");
    assertThat(session.path("expiresAt").asText()).isEqualTo("2026-04-04T10:00:00.000Z");
    assertThat(session.path("stackTemplateId").isNull()).isTrue();
    UUID job = UUID.fromString(session.path("provisionJobId").asText());
    UUID platform = UUID.fromString(session.path("platformId").asText());
    assertThat(
            Owner.rows(
                    """
                    SELECT j.type, j.status, p.status AS platform, p.cloud_account_id IS NOT NULL AS placed
                    FROM provisioning.jobs j JOIN registry.platforms p ON p.id = j.platform_id
                    WHERE j.id = ? AND p.id = ?
                    """,
                    job,
                    platform)
                .getFirst())
        .containsEntry("type", "provision_platform")
        .containsEntry("status", "pending")
        .containsEntry("platform", "pending")
        .containsEntry("placed", true);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.outbox WHERE platform_id = ? AND topic ="
                    + " 'provisioning-run-step'",
                platform))
        .isEqualTo(1);
    assertThat(
            Owner.rows("SELECT operation, status FROM registry.provision_jobs WHERE id = ?", job)
                .getFirst())
        .containsEntry("operation", "PROVISION_PLATFORM")
        .containsEntry("status", "pending");
    var again = functions.get(acme.get("/v1/onboarding/" + session.path("id").asText()));
    assertThat(again.getBody()).isEqualTo(response.getBody());
  }

  @Test
  void keyOfAPersonStartsOnboardingForThatPerson() {
    String key = Rows.apiKey(acme.organization, acme.user, "platforms:create", "platforms:read");

    var response =
        functions.start(
            Events.post("/v1/onboarding").bearer(key).json(START.formatted(Scene.slug())).build());

    assertThat(response.getStatusCode()).isEqualTo(201);
    assertThat(body(response).path("userId").asText()).isEqualTo(acme.user.toString());
  }

  @Test
  void keyOfAServiceStartsOnboardingForTheOwner() {
    String key = Rows.serviceKey(acme.organization, acme.user, "platforms:create");

    var response =
        functions.start(
            Events.post("/v1/onboarding").bearer(key).json(START.formatted(Scene.slug())).build());

    assertThat(response.getStatusCode()).isEqualTo(201);
    assertThat(body(response).path("userId").asText()).isEqualTo(acme.user.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"environments\":[]",
        "\"environments\":[\"development\"]",
        "\"environments\":[\"staging\",\"staging\"]",
        "\"environments\":[null]",
        "\"stackTemplateId\":\"x\"",
        "\"billingEmail\":\"nobody\"",
      })
  void faultsOfTheBodyAreRefused(String field) {
    var json = START.replace("\"billingEmail\":\"ap@acme.test\"", field);

    assertThat(code(start(json))).isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void refusalsAreThoseOfCreationThenItsOwn() {
    var unknown =
        START.replace("\"billing", "\"stackTemplateId\":\"" + UUID.randomUUID() + "\",\"billing");

    assertThat(code(start(START.replace("%s", "console")))).isEqualTo("422 SLUG_RESERVED");
    assertThat(code(start(START.replace("starter", "none")))).isEqualTo("422 TIER_UNKNOWN");
    assertThat(code(start(unknown))).isEqualTo("422 TEMPLATE_INVALID");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM registry.platforms WHERE organization_id = ?",
                acme.organization))
        .isZero();
  }

  @Test
  void sessionIsFoundByItsOrganizationAloneAndNotResumedWhileItRuns() {
    String id = body(start(START)).path("id").asText();
    var other = new Scene();

    assertThat(code(functions.get(other.get("/v1/onboarding/" + id)))).isEqualTo("404 NOT_FOUND");
    assertThat(code(functions.resume(resume(other, id)))).isEqualTo("404 NOT_FOUND");
    assertThat(code(functions.resume(resume(acme, id)))).isEqualTo("409 ONBOARDING_NOT_RESUMABLE");
    Owner.update(
        "UPDATE registry.onboarding_sessions SET status = 'expired' WHERE id = ?::uuid", id);
    assertThat(code(functions.resume(resume(acme, id)))).isEqualTo("410 ONBOARDING_EXPIRED");
  }

  private static APIGatewayV2HTTPEvent resume(Scene scene, String id) {
    return Events.post("/v1/onboarding/" + id + "/resume").bearer(scene.token).build();
  }

  private APIGatewayV2HTTPResponse start(String json) {
    return functions.start(acme.post("/v1/onboarding", json.replace("%s", Scene.slug())));
  }
}
