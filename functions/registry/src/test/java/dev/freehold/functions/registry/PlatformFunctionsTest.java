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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test clock stands at 2026-04-01T10:00:00Z. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class PlatformFunctionsTest {

  @Inject PlatformFunctions functions;

  private final Scene acme = new Scene();
  private final String slug = Scene.slug();

  @Test
  void createdPlatformHasTheFieldsOfThePage() {
    var response = create("{\"name\":\"Acme\",\"slug\":\"%s\",\"tier\":\"growth\"}");

    var platform = body(response);
    String id = platform.path("id").asText();
    assertThat(response.getStatusCode()).isEqualTo(201);
    assertThat(response.getHeaders())
        .containsEntry("Location", "/v1/platforms/" + id)
        .containsEntry("ETag", "\"0\"");
    assertThat(response.getBody())
        .isEqualTo(
            """
            {"id":"%s","key":"%s","organizationId":"%s","name":"Acme","slug":"%s",\
            "status":"pending","tier":"growth","repoName":null,"ownerUserId":"%s",\
            "trialEndsAt":null,"suspendedAt":null,"suspensionReason":null,\
            "cancellationRequestedAt":null,"cancelEffectiveAt":null,"cancelledAt":null,\
            "cancellationReason":null,"deleteAfter":null,"provisionError":null,"version":0,\
            "createdAt":"2026-04-01T10:00:00.000Z","updatedAt":"2026-04-01T10:00:00.000Z"}"""
                .formatted(id, platform.path("key").asText(), acme.organization, slug, acme.user));
    assertThat(functions.get(acme.get("/v1/platforms/" + id)).getBody())
        .isEqualTo(response.getBody());
  }

  @Test
  void tierIsTheSmallestWhenNoneIsNamed() {
    assertThat(body(create("{\"name\":\"Acme\",\"slug\":\"%s\"}")).path("tier").asText())
        .isEqualTo("starter");
  }

  @Test
  void everyFaultOfTheBodyIsNamed() {
    var response = create("{\"name\":\" \",\"slug\":\"No_%s\",\"billingEmail\":\"x\",\"plan\":1}");

    assertThat(code(response)).isEqualTo("400 VALIDATION_FAILED");
    assertThat(body(response).path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("plan", "name", "slug", "billingEmail");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`{\"name\":\"A\",\"slug\":\"console\"}`, 422 SLUG_RESERVED",
        "`{\"name\":\"A\",\"slug\":\"%s\",\"tier\":\"none\"}`, 422 TIER_UNKNOWN",
      })
  void refusalsHaveTheirStatus(String json, String expected) {
    assertThat(code(create(json))).isEqualTo(expected);
  }

  @Test
  void limitOfTheShippedPlanHolds() {
    create("{\"name\":\"A\",\"slug\":\"%s\"}");

    var taken = create("{\"name\":\"A\",\"slug\":\"%s\"}");
    var over =
        functions.create(
            acme.post("/v1/platforms", "{\"name\":\"A\",\"slug\":\"" + Scene.slug() + "\"}"));

    assertThat(code(taken)).isEqualTo("409 SLUG_TAKEN");
    assertThat(code(over)).isEqualTo("422 TIER_LIMIT_REACHED");
    assertThat(body(over).path("limitName").asText()).isEqualTo("platforms");
    assertThat(body(over).path("limit").asInt()).isEqualTo(1);
    assertThat(body(over).path("used").asInt()).isEqualTo(1);
    assertThat(body(over).path("type").asText()).isEqualTo("/problems/tier-limit-reached");
  }

  // registry §7.22
  @Test
  void repeatWithItsIdempotencyKeyIsTheFirstAnswer() {
    var event =
        Events.post("/v1/platforms")
            .bearer(acme.token)
            .header("Idempotency-Key", slug)
            .json("{\"name\":\"Acme\",\"slug\":\"" + slug + "\"}");

    var first = functions.create(event.build());
    var again = functions.create(event.build());

    assertThat(again.getStatusCode()).isEqualTo(201);
    assertThat(body(again)).isEqualTo(body(first));
    assertThat(again.getHeaders()).containsEntry("Idempotent-Replayed", "true");
    assertThat(Owner.count("SELECT count(*) FROM registry.platforms WHERE slug = ?", slug))
        .isEqualTo(1);
  }

  @Test
  void organizationOfTheBodyIsTheActingOne() {
    UUID second = Rows.organization(acme.user);

    var response = create("{\"organizationId\":\"" + second + "\",\"name\":\"A\",\"slug\":\"%s\"}");

    assertThat(body(response).path("organizationId").asText()).isEqualTo(second.toString());
  }

  // registry §7.17
  @Test
  void platformOfAnotherIsTheSame404AsAnUnknownOne() {
    UUID foreign = new Scene().platform("active");

    var answer = functions.get(acme.get("/v1/platforms/" + foreign));
    var unknown = functions.get(acme.get("/v1/platforms/" + UUID.randomUUID()));

    assertThat(code(answer)).isEqualTo("404 NOT_FOUND");
    assertThat(body(answer).path("detail")).isEqualTo(body(unknown).path("detail"));
    assertThat(code(functions.get(acme.get("/v1/platforms/no-id")))).isEqualTo("404 NOT_FOUND");
    assertThat(
            code(functions.listEvents(acme.get("/v1/platforms/" + foreign + "/lifecycle-events"))))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void callerNeedsACredentialAndThePermission() {
    UUID platform = acme.platform("active");
    String member = Rows.session(Rows.memberOf(acme.organization, "member"), acme.organization);

    assertThat(code(functions.get(Events.get("/v1/platforms/" + platform).build())))
        .isEqualTo("401 UNAUTHENTICATED");
    assertThat(functions.get(get(platform, member)).getStatusCode()).isEqualTo(200);
    assertThat(code(patch(platform, member, null, "{\"name\":\"B\"}")))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(code(functions.suspend(suspension(platform, acme.token))))
        .isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void suspendedPlatformIsReadAndNotChanged() {
    UUID platform = acme.platform("suspended");

    var refused = patch(platform, acme.token, null, "{\"name\":\"Acme 2\"}");

    assertThat(code(refused)).isEqualTo("403 PLATFORM_SUSPENDED");
    assertThat(body(refused).path("reason").asText()).isEqualTo("payment");
    assertThat(functions.get(get(platform, acme.token)).getStatusCode()).isEqualTo(200);
  }

  @Test
  void staleVersionIsRefusedBeforeAnythingElse() {
    UUID platform = acme.platform("suspended");

    assertThat(code(patch(platform, acme.token, "\"7\"", "{\"name\":\"B\"}")))
        .isEqualTo("412 VERSION_MISMATCH");
  }

  @Test
  void changeRaisesTheETag() {
    UUID platform = acme.platform("active");

    var changed = patch(platform, acme.token, "\"0\"", "{\"name\":\"Nord\"}");

    assertThat(changed.getStatusCode()).isEqualTo(200);
    assertThat(changed.getHeaders()).containsEntry("ETag", "\"1\"");
    assertThat(body(changed).path("name").asText()).isEqualTo("Nord");
  }

  @Test
  void operatorSuspendsRestoresAndSeesTheHolds() {
    UUID platform = acme.platform("active");
    String operator = Scene.operator();

    var suspended = functions.suspend(suspension(platform, operator));
    assertThat(suspended.getStatusCode()).isEqualTo(200);
    assertThat(body(suspended).path("status").asText()).isEqualTo("suspended");
    assertThat(body(suspended).path("operatorHoldAt").asText())
        .isEqualTo("2026-04-01T10:00:00.000Z");
    assertThat(body(suspended).has("cloudAccountId")).isTrue();

    var restored =
        functions.restore(
            Events.post("/v1/platforms/" + platform + "/restore").bearer(operator).build());
    assertThat(restored.getStatusCode()).isEqualTo(200);
    assertThat(body(restored).path("status").asText()).isEqualTo("active");

    UUID unpaid = acme.platform("suspended");
    assertThat(
            code(
                functions.restore(
                    Events.post("/v1/platforms/" + unpaid + "/restore").bearer(operator).build())))
        .isEqualTo("409 PAYMENT_HOLD");
  }

  @Test
  void lifecycleIsNewestFirst() {
    UUID platform = acme.platform("active");
    String operator = Scene.operator();
    functions.suspend(suspension(platform, operator));
    functions.restore(
        Events.post("/v1/platforms/" + platform + "/restore").bearer(operator).build());

    var page =
        body(functions.listEvents(acme.get("/v1/platforms/" + platform + "/lifecycle-events")));

    assertThat(page.path("data").findValuesAsText("toStatus"))
        .containsExactly("active", "suspended");
    var suspension = page.path("data").path(1);
    assertThat(suspension.path("fromStatus").asText()).isEqualTo("active");
    assertThat(suspension.path("triggerType").asText()).isEqualTo("operator");
    assertThat(suspension.path("reason").asText()).isEqualTo("abuse");
    assertThat(suspension.path("metadata").isObject()).isTrue();
  }

  @Test
  void listIsPagedAndFiltered() {
    for (int i = 0; i < 3; i++) {
      acme.platform("active");
    }
    acme.platform("suspended");

    var first = body(functions.list(acme.get("/v1/platforms?status=active&limit=2")));
    String cursor = first.at("/pagination/nextCursor").asText();
    var second =
        body(functions.list(acme.get("/v1/platforms?status=active&limit=2&cursor=" + cursor)));

    assertThat(first.path("data")).hasSize(2);
    assertThat(first.at("/pagination/hasMore").asBoolean()).isTrue();
    assertThat(second.path("data")).hasSize(1);
    assertThat(second.at("/pagination/nextCursor").isNull()).isTrue();
    assertThat(code(functions.list(acme.get("/v1/platforms?cursor=" + cursor))))
        .isEqualTo("400 CURSOR_INVALID");
    assertThat(code(functions.list(acme.get("/v1/platforms?status=gone"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(code(functions.list(acme.get("/v1/platforms?sort=name"))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  private APIGatewayV2HTTPResponse create(String json) {
    return functions.create(acme.post("/v1/platforms", json.formatted(slug)));
  }

  private static APIGatewayV2HTTPEvent get(UUID platform, String token) {
    return Events.get("/v1/platforms/" + platform).bearer(token).build();
  }

  private static APIGatewayV2HTTPEvent suspension(UUID platform, String token) {
    return Events.post("/v1/platforms/" + platform + "/suspend")
        .bearer(token)
        .json("{\"reason\":\"abuse\"}")
        .build();
  }

  private APIGatewayV2HTTPResponse patch(
      UUID platform, String token, @Nullable String ifMatch, String json) {
    var event = Events.of("PATCH", "/v1/platforms/" + platform).bearer(token).json(json);
    return functions.update(
        ifMatch == null ? event.build() : event.header("If-Match", ifMatch).build());
  }
}
