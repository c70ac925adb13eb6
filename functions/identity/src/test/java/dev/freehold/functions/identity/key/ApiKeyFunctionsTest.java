package dev.freehold.functions.identity.key;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.SessionFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** API keys: made, shown, ended, verified. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ApiKeyFunctionsTest {

  @Inject ApiKeyFunctions keys;
  @Inject ApiKeyVerificationFunctions verification;
  @Inject SessionFunctions sessions;
  @Inject SettableClock clock;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final String token = Rows.session(owner, organization);

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private APIGatewayV2HTTPResponse create(String session, Map<String, ?> more) {
    var body =
        new HashMap<String, Object>(Map.of("name", "ci", "permissions", List.of("platforms:read")));
    body.putAll(more);
    return keys.create(
        Events.post("/v1/organizations/%s/api-keys".formatted(organization))
            .bearer(session)
            .json(Json.write(body))
            .build());
  }

  private APIGatewayV2HTTPResponse verify(String caller, Map<String, ?> body) {
    return verification.verify(
        Events.post("/v1/api-keys/verify").bearer(caller).json(Json.write(body)).build());
  }

  private APIGatewayV2HTTPResponse revoke(String caller, String keyId) {
    return keys.revoke(
        Events.of("DELETE", "/v1/organizations/%s/api-keys/%s".formatted(organization, keyId))
            .bearer(caller)
            .build());
  }

  private List<String> listed(String caller, String query) {
    var page =
        keys.list(
            Events.get("/v1/organizations/%s/api-keys%s".formatted(organization, query))
                .bearer(caller)
                .build());
    assertThat(outcome(page)).isEqualTo("200");
    return json(page).get("data").findValuesAsText("name");
  }

  @Test
  void everythingHasADefaultAndAnEnd() {
    JsonNode made = json(create(token, Map.of()));

    assertThat(made.get("kind").asText()).isEqualTo("personal");
    assertThat(made.get("expiresAt").asText()).isEqualTo("2027-04-01T10:00:00.000Z");
    assertThat(made.get("remaining").isNull()).isTrue();
    assertThat(made.get("start").asText()).isEqualTo(made.get("key").asText().substring(0, 12));
    assertThat(
            Owner.count(
                "SELECT count(*) FROM identity.api_keys WHERE key_hash = sha256(?)",
                made.get("key").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(1);
  }

  @Test
  void needsAFreshSessionAndNoKeyWillDo() {
    String key = Rows.apiKey(organization, owner, "keys:create", "platforms:read");
    assertThat(outcome(create(key, Map.of()))).isEqualTo("403 REAUTHENTICATION_REQUIRED");

    clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(outcome(create(token, Map.of()))).isEqualTo("201");
    clock.advance(Duration.ofMillis(1));
    assertThat(outcome(create(token, Map.of()))).isEqualTo("403 REAUTHENTICATION_REQUIRED");
  }

  @Test
  void refusesInTheOrderOfThePage() {
    String soon = "2026-04-01T10:00:00.001Z";
    String late = "2027-04-01T10:00:00.001Z";
    assertThat(outcome(create(token, Map.of("permissions", List.of("no:such"), "expiresAt", late))))
        .isEqualTo("422 UNKNOWN_PERMISSION");
    assertThat(
            outcome(
                create(token, Map.of("permissions", List.of("plans:manage"), "expiresAt", late))))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(create(token, Map.of("expiresAt", late)))).isEqualTo("422 EXPIRY_TOO_LATE");
    assertThat(outcome(create(token, Map.of("expiresAt", "2026-04-01T10:00:00Z"))))
        .isEqualTo("422 EXPIRY_IN_PAST");
    assertThat(outcome(create(token, Map.of("expiresAt", soon)))).isEqualTo("201");
  }

  @Test
  void saysWhatIsWrongWithTheRequest() {
    var answer =
        create(
            token,
            Map.of(
                "permissions",
                List.of("platforms:read", "platforms:read"),
                "rateLimit",
                Map.of("windowMs", 999),
                "remaining",
                -1,
                "colour",
                "red"));

    assertThat(outcome(answer)).isEqualTo("400 VALIDATION_FAILED");
    assertThat(json(answer).get("errors").findValuesAsText("code"))
        .containsExactlyInAnyOrder("DUPLICATE", "RANGE", "RANGE", "UNKNOWN_FIELD");
    assertThat(outcome(create(token, Map.of("refill", Map.of("amount", 1, "intervalMs", 60_000)))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(create(token, Map.of("metadata", List.of()))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void membersMakePersonalKeysOfWhatTheyHoldAndNoServiceKeys() {
    String member = Rows.session(Rows.memberOf(organization, "member"), organization);

    assertThat(outcome(create(member, Map.of()))).isEqualTo("201");
    assertThat(outcome(create(member, Map.of("permissions", List.of("billing:read")))))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(create(member, Map.of("kind", "service"))))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(create(token, Map.of("kind", "service")))).isEqualTo("201");
  }

  @Test
  void whatIsForOperatorsIsInNoKey() {
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");
    for (String kind : List.of("personal", "service")) {
      var body = Map.of("name", "back door", "kind", kind, "permissions", List.of("users:read"));
      var answer =
          keys.create(
              Events.post("/v1/organizations/%s/api-keys".formatted(operators))
                  .bearer(Rows.operatorSession(operator, operators))
                  .json(Json.write(body))
                  .build());

      assertThat(outcome(answer)).as(kind).isEqualTo("403 ESCALATION");
    }
  }

  @Test
  void keysOfAllOrganizationsAreForSuperadminsInTheirOwn() {
    assertThat(outcome(create(token, Map.of("kind", "service", "crossOrganization", true))))
        .isEqualTo("403 PERMISSION_DENIED");
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");
    String session = Rows.operatorSession(operator, operators);
    var body =
        Map.of(
            "name",
            "meter",
            "kind",
            "service",
            "crossOrganization",
            true,
            "permissions",
            List.of("usage:write"));
    var made =
        keys.create(
            Events.post("/v1/organizations/%s/api-keys".formatted(operators))
                .bearer(session)
                .json(Json.write(body))
                .build());

    assertThat(outcome(made)).isEqualTo("201");
    assertThat(json(made).get("crossOrganization").asBoolean()).isTrue();
  }

  @Test
  void theHundredAndFirstKeyIsRefusedAlsoAtOnce() {
    for (int i = 0; i < 99; i++) {
      Rows.apiKey(organization, owner, "platforms:read");
    }

    var outcomes = Race.run(3, () -> outcome(create(token, Map.of())));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "422 LIMIT_REACHED", "422 LIMIT_REACHED");
  }

  @Test
  void membersSeeTheirOwnKeysAndAdminsAll() {
    UUID member = Rows.memberOf(organization, "member");
    String session = Rows.session(member, organization);
    create(token, Map.of("name", "of the owner"));
    create(session, Map.of("name", "of the member"));

    assertThat(listed(session, "")).containsExactly("of the member");
    assertThat(listed(session, "?userId=" + owner)).isEmpty();
    assertThat(listed(token, "")).containsExactlyInAnyOrder("of the owner", "of the member");
    assertThat(listed(token, "?userId=" + member)).containsExactly("of the member");
  }

  @Test
  void aRevokedKeyIsNobodysAtOnceAndStaysRevoked() {
    // identity §8.6
    JsonNode made = json(create(token, Map.of()));
    String key = made.get("key").asText();
    assertThat(outcome(sessions.get(Events.get("/v1/session").bearer(key).build())))
        .isEqualTo("200");

    assertThat(outcome(revoke(token, made.get("id").asText()))).isEqualTo("204");
    assertThat(outcome(revoke(token, made.get("id").asText()))).isEqualTo("204");

    assertThat(outcome(sessions.get(Events.get("/v1/session").bearer(key).build())))
        .isEqualTo("401 UNAUTHENTICATED");
    assertThat(listed(token, "?revoked=false")).isEmpty();
    assertThat(listed(token, "?revoked=true")).containsExactly("ci");
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.audit_authentication
                WHERE organization_id = ? AND event_type = 'api_key_revoked'
                """,
                organization))
        .isEqualTo(1);
  }

  @Test
  void othersKeysAreEndedByManagersOnly() {
    String member = Rows.session(Rows.memberOf(organization, "member"), organization);
    String ofOwner = json(create(token, Map.of())).get("id").asText();
    String ofMember = json(create(member, Map.of())).get("id").asText();
    UUID stranger = Rows.user();
    String elsewhere = Rows.session(stranger, Rows.organization(stranger));

    assertThat(outcome(revoke(member, ofOwner))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(revoke(elsewhere, ofOwner))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(revoke(token, UUID.randomUUID().toString()))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(revoke(member, ofMember))).isEqualTo("204");
  }

  @Test
  void anOrganizationsDemandForTwoFactorsHoldsForOwnKeysToo() {
    String key = json(create(token, Map.of())).get("id").asText();
    Owner.update(
        "UPDATE identity.organizations SET require_two_factor = true WHERE id = ?", organization);

    assertThat(outcome(revoke(token, key))).isEqualTo("403 TWO_FACTOR_REQUIRED");
    assertThat(outcome(create(token, Map.of()))).isEqualTo("403 TWO_FACTOR_REQUIRED");
  }

  @Test
  void verifyingCountsAndSaysWhatIsLeft() {
    String key =
        json(create(
                token, Map.of("remaining", 10, "rateLimit", Map.of("max", 3, "windowMs", 60_000))))
            .get("key")
            .asText();

    JsonNode first = json(verify(token, Map.of("key", key, "cost", 4)));
    JsonNode denied =
        json(verify(token, Map.of("key", key, "permissions", List.of("billing:read"))));

    assertThat(first.get("valid").asBoolean()).isTrue();
    assertThat(first.get("code").asText()).isEqualTo("VALID");
    assertThat(first.get("remaining").asLong()).isEqualTo(6);
    assertThat(first.get("rateLimit").toString())
        .isEqualTo("{\"limit\":3,\"remaining\":2,\"resetsAt\":\"2026-04-01T10:01:00.000Z\"}");
    assertThat(denied.get("code").asText()).isEqualTo("PERMISSION_DENIED");
    assertThat(denied.get("remaining").asLong()).isEqualTo(5);
    assertThat(json(verify(token, Map.of("key", key, "cost", 6))).get("code").asText())
        .isEqualTo("EXHAUSTED");
    verify(token, Map.of("key", key));
    assertThat(json(verify(token, Map.of("key", key))).get("code").asText())
        .isEqualTo("RATE_LIMITED");
  }

  @Test
  void verifyingShowsWhatAKeyMayDoNow() {
    UUID admin = Rows.memberOf(organization, "admin");
    String session = Rows.session(admin, organization);
    var both = Map.of("permissions", List.of("platforms:update", "platforms:read"));
    String key = json(create(session, both)).get("key").asText();
    Owner.update("UPDATE identity.members SET role = 'member' WHERE user_id = ?", admin);

    JsonNode judged = json(verify(token, Map.of("key", key)));

    assertThat(judged.get("code").asText()).isEqualTo("VALID");
    assertThat(judged.get("permissions").toString()).isEqualTo("[\"platforms:read\"]");
  }

  @Test
  void whereTwoFactorsAreDemandedAKeyOfSomebodyWithOneMayNothing() {
    String personal = Rows.apiKey(organization, owner, "platforms:read");
    String service = Rows.serviceKey(organization, owner, "platforms:read", "keys:verify");
    Owner.update(
        "UPDATE identity.organizations SET require_two_factor = true WHERE id = ?", organization);
    var wanted = List.of("platforms:read");

    JsonNode denied = json(verify(service, Map.of("key", personal, "permissions", wanted)));
    JsonNode granted = json(verify(service, Map.of("key", service, "permissions", wanted)));

    assertThat(denied.get("code").asText()).isEqualTo("PERMISSION_DENIED");
    assertThat(denied.get("permissions")).isEmpty();
    assertThat(granted.get("code").asText()).isEqualTo("VALID");
  }

  @Test
  void parallelVerificationsAreExact() {
    // identity §8.17
    String key = json(create(token, Map.of("rateLimit", Map.of("max", 10)))).get("key").asText();

    var codes = Race.run(16, () -> json(verify(token, Map.of("key", key))).get("code").asText());

    assertThat(Collections.frequency(codes, "VALID")).isEqualTo(10);
    assertThat(Collections.frequency(codes, "RATE_LIMITED")).isEqualTo(6);
  }

  @Test
  void otherOrganizationsKeysAndNonsenseAreInvalidWithoutAWord() {
    UUID stranger = Rows.user();
    String foreign = Rows.apiKey(Rows.organization(stranger), stranger, "platforms:read");

    for (String key : List.of(foreign, "nonsense", foreign.replace("fh_test_", "fh_live_"))) {
      JsonNode judged = json(verify(token, Map.of("key", key)));
      assertThat(judged.get("valid").asBoolean()).isFalse();
      assertThat(judged.get("code").asText()).isEqualTo("INVALID");
      assertThat(judged.get("keyId").isNull()).isTrue();
      assertThat(judged.get("rateLimit").isNull()).isTrue();
    }
    assertThat(
            Owner.count("SELECT request_count FROM identity.api_keys WHERE user_id = ?", stranger))
        .isZero();
  }

  @Test
  void aKeyOfAllOrganizationsVerifiesAnyKey() {
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");
    String cross = Rows.crossOrganizationKey(operators, operator, "keys:verify");
    String key = Rows.apiKey(organization, owner, "platforms:read");

    JsonNode judged = json(verify(cross, Map.of("key", key)));

    assertThat(judged.get("valid").asBoolean()).isTrue();
    assertThat(judged.get("organizationId").asText()).isEqualTo(organization.toString());
  }
}
