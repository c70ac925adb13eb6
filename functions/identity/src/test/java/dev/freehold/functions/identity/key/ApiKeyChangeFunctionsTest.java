package dev.freehold.functions.identity.key;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
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

/** API keys while they live: changed, rotated, counted. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ApiKeyChangeFunctionsTest {

  @Inject ApiKeyFunctions keys;
  @Inject ApiKeyChangeFunctions changes;
  @Inject ApiKeyVerificationFunctions verification;
  @Inject SettableClock clock;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final UUID admin = Rows.memberOf(organization, "admin");
  private final String ownerSession = Rows.session(owner, organization);
  private final String adminSession = Rows.session(admin, organization);

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private JsonNode made(String session, Map<String, ?> more) {
    var body =
        new HashMap<String, Object>(Map.of("name", "ci", "permissions", List.of("platforms:read")));
    body.putAll(more);
    var answer =
        keys.create(
            Events.post("/v1/organizations/%s/api-keys".formatted(organization))
                .bearer(session)
                .json(Json.write(body))
                .build());
    assertThat(outcome(answer)).isEqualTo("201");
    return json(answer);
  }

  private Events updating(String session, JsonNode key, String body) {
    return Events.of(
            "PATCH",
            "/v1/organizations/%s/api-keys/%s".formatted(organization, key.get("id").asText()))
        .bearer(session)
        .json(body);
  }

  private APIGatewayV2HTTPResponse update(String session, JsonNode key, String body) {
    return changes.update(updating(session, key, body).build());
  }

  private Events rotating(String session, JsonNode key, String body) {
    return Events.post(
            "/v1/organizations/%s/api-keys/%s/rotate"
                .formatted(organization, key.get("id").asText()))
        .bearer(session)
        .json(body);
  }

  private APIGatewayV2HTTPResponse rotate(String session, JsonNode key, String body) {
    return changes.rotate(rotating(session, key, body).build());
  }

  private void revoke(JsonNode key) {
    assertThat(outcome(end(ownerSession, key))).isEqualTo("204");
  }

  private APIGatewayV2HTTPResponse end(String session, JsonNode key) {
    return keys.revoke(
        Events.of(
                "DELETE",
                "/v1/organizations/%s/api-keys/%s".formatted(organization, key.get("id").asText()))
            .bearer(session)
            .build());
  }

  private JsonNode verify(String key) {
    return json(
        verification.verify(
            Events.post("/v1/api-keys/verify")
                .bearer(ownerSession)
                .json(Json.write(Map.of("key", key)))
                .build()));
  }

  private String code(JsonNode key) {
    return code(key.get("key").asText());
  }

  private String code(String key) {
    return verify(key).get("code").asText();
  }

  @Test
  void whatIsLeftOutStaysAndNullMeansNone() {
    JsonNode key =
        made(
            ownerSession,
            Map.of("remaining", 10, "refill", Map.of("amount", 10, "intervalMs", 60_000)));

    JsonNode renamed = json(update(ownerSession, key, "{\"name\":\"cd\"}"));
    JsonNode limited =
        json(update(ownerSession, key, "{\"rateLimit\":{\"max\":5},\"metadata\":{\"a\":1}}"));
    JsonNode unlimited = json(update(ownerSession, key, "{\"remaining\":null}"));

    assertThat(renamed.get("name").asText()).isEqualTo("cd");
    assertThat(renamed.get("permissions")).isEqualTo(key.get("permissions"));
    assertThat(renamed.get("expiresAt")).isEqualTo(key.get("expiresAt"));
    assertThat(renamed.get("refill")).isEqualTo(key.get("refill"));
    assertThat(limited.get("rateLimit").toString())
        .isEqualTo("{\"enabled\":true,\"windowMs\":60000,\"max\":5}");
    assertThat(limited.get("remaining").asInt()).isEqualTo(10);
    assertThat(unlimited.get("remaining").isNull()).isTrue();
    assertThat(unlimited.get("refill").isNull()).isTrue();
    assertThat(unlimited.get("version").asInt()).isEqualTo(3);
    assertThat(
            Owner.rows(
                """
                SELECT after::text AS changed FROM core.audit_log
                WHERE organization_id = ? AND action = 'api_key.update' ORDER BY chain_seq LIMIT 1
                """,
                organization))
        .extracting(row -> row.get("changed"))
        .containsExactly("{\"name\": \"cd\"}");
  }

  @Test
  void aDisabledKeyIsNobodysUntilItIsEnabled() {
    // identity §8.6
    JsonNode key = made(ownerSession, Map.of());

    update(ownerSession, key, "{\"enabled\":false}");
    assertThat(code(key)).isEqualTo("INVALID");
    update(ownerSession, key, "{\"enabled\":true}");
    assertThat(code(key)).isEqualTo("VALID");
  }

  @Test
  void updatesRefuseInTheOrderOfThePage() {
    JsonNode revoked = made(ownerSession, Map.of());
    revoke(revoked);
    JsonNode key = made(adminSession, Map.of());
    String late = "\"expiresAt\":\"2027-04-01T10:00:00.001Z\"";
    String past = "\"expiresAt\":\"2026-04-01T10:00:00Z\"";
    String unknown = "\"permissions\":[\"no:such\"]";
    String owners = "\"permissions\":[\"platforms:delete\"]";

    assertThat(
            outcome(
                changes.update(
                    updating(ownerSession, revoked, "{%s}".formatted(unknown))
                        .header("If-Match", "\"7\"")
                        .build())))
        .isEqualTo("412 VERSION_MISMATCH");
    assertThat(outcome(update(ownerSession, revoked, "{%s}".formatted(unknown))))
        .isEqualTo("409 KEY_REVOKED");
    assertThat(outcome(update(adminSession, key, "{%s,%s}".formatted(unknown, late))))
        .isEqualTo("422 UNKNOWN_PERMISSION");
    assertThat(outcome(update(adminSession, key, "{%s,%s}".formatted(owners, late))))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(update(adminSession, key, "{%s}".formatted(late))))
        .isEqualTo("422 EXPIRY_TOO_LATE");
    assertThat(outcome(update(adminSession, key, "{%s}".formatted(past))))
        .isEqualTo("422 EXPIRY_IN_PAST");
    assertThat(outcome(update(adminSession, key, "{\"expiresAt\":null}"))).isEqualTo("200");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    JsonNode key = made(ownerSession, Map.of());

    for (String body :
        List.of(
            "{\"remaining\":-1}",
            "{\"refill\":{\"amount\":1,\"intervalMs\":60000}}",
            "{\"remaining\":1,\"refill\":{\"amount\":0,\"intervalMs\":60000}}",
            "{\"remaining\":1,\"refill\":{\"amount\":1,\"intervalMs\":59999}}",
            "{\"rateLimit\":{\"windowMs\":999}}",
            "{\"rateLimit\":{\"max\":1000001}}",
            "{\"permissions\":[]}",
            "{\"name\":\" \"}",
            "{\"metadata\":[]}",
            "{\"kind\":\"service\"}",
            "{\"userId\":\"%s\"}".formatted(admin),
            "{\"organizationId\":\"%s\"}".formatted(organization),
            "{\"crossOrganization\":true}")) {
      assertThat(outcome(update(ownerSession, key, body)))
          .as(body)
          .isEqualTo("400 VALIDATION_FAILED");
    }
  }

  @Test
  void membersChangeTheirOwnKeysAndManagersAllButNobodyReadsASecretAboveTheirRights() {
    String memberSession = Rows.session(Rows.memberOf(organization, "member"), organization);
    JsonNode ofMember = made(memberSession, Map.of());
    JsonNode ofAdmin = made(adminSession, Map.of());
    JsonNode closer =
        made(ownerSession, Map.of("permissions", List.of("platforms:delete"), "kind", "service"));

    assertThat(outcome(update(memberSession, ofMember, "{\"name\":\"a\"}"))).isEqualTo("200");
    assertThat(outcome(rotate(memberSession, ofMember, "{}"))).isEqualTo("200");
    assertThat(outcome(update(memberSession, ofAdmin, "{\"name\":\"a\"}")))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(rotate(memberSession, ofAdmin, "{}"))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(update(adminSession, ofMember, "{\"name\":\"b\"}"))).isEqualTo("200");
    assertThat(outcome(rotate(adminSession, ofMember, "{}"))).isEqualTo("200");
    assertThat(outcome(update(adminSession, closer, "{\"name\":\"b\"}"))).isEqualTo("200");
    assertThat(outcome(rotate(adminSession, closer, "{}"))).isEqualTo("403 ESCALATION");
  }

  /** As an owner's key the admin's call would remove and demote owners. */
  @Test
  void nobodyGetsTheKeyOfSomebodyAboveThem() {
    JsonNode ofOwner = made(ownerSession, Map.of("permissions", List.of("members:remove")));
    JsonNode ofAdmin = made(adminSession, Map.of());
    UUID manager = Rows.memberOf(organization, "member");
    Owner.update(
        """
        INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
          granted_by, created_at, updated_at)
        VALUES (gen_random_uuid(), ?, ?, 'keys:manage', 'allow', ?, ?, ?)
        """,
        organization,
        manager,
        owner,
        Rows.NOW,
        Rows.NOW);
    String managerSession = Rows.session(manager, organization);
    JsonNode ofManager = made(managerSession, Map.of());

    assertThat(outcome(rotate(adminSession, ofOwner, "{}"))).isEqualTo("403 ESCALATION");
    assertThat(outcome(rotate(managerSession, ofAdmin, "{}"))).isEqualTo("403 ESCALATION");
    assertThat(outcome(rotate(adminSession, ofManager, "{}"))).isEqualTo("200");
    assertThat(outcome(rotate(ownerSession, ofAdmin, "{}"))).isEqualTo("200");
  }

  @Test
  void aServiceKeyIsNotItsMakersOwn() {
    JsonNode service = made(adminSession, Map.of("kind", "service"));
    Owner.update(
        "UPDATE identity.members SET role = 'member' WHERE organization_id = ? AND user_id = ?",
        organization,
        admin);

    assertThat(outcome(update(adminSession, service, "{\"name\":\"b\"}")))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(rotate(adminSession, service, "{}"))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(end(adminSession, service))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(code(service)).isEqualTo("VALID");
  }

  @Test
  void anotherOrganizationsKeyIsNotThere() {
    JsonNode key = made(ownerSession, Map.of());
    UUID stranger = Rows.user();
    UUID elsewhere = Rows.organization(stranger);
    String session = Rows.session(stranger, elsewhere);
    String path = "/v1/organizations/%s/api-keys/%s".formatted(elsewhere, key.get("id").asText());

    assertThat(outcome(changes.update(Events.of("PATCH", path).bearer(session).json("{}").build())))
        .isEqualTo("404 NOT_FOUND");
    assertThat(
            outcome(
                changes.rotate(Events.post(path + "/rotate").bearer(session).json("{}").build())))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void oldAndNewKeyWorkUntilTheGraceEndsAndRevocationEndsBoth() {
    // identity §8.19
    JsonNode first = made(ownerSession, Map.of());
    JsonNode second = json(rotate(ownerSession, first, "{\"graceSeconds\":60}"));

    clock.advance(Duration.ofSeconds(60).minusMillis(1));
    assertThat(code(first)).isEqualTo("VALID");
    assertThat(code(second)).isEqualTo("VALID");
    clock.advance(Duration.ofMillis(1));
    assertThat(code(first)).isEqualTo("INVALID");
    assertThat(code(second)).isEqualTo("VALID");

    JsonNode third = json(rotate(ownerSession, second, "{}"));
    assertThat(code(second)).isEqualTo("VALID");
    assertThat(third.get("previousKeyExpiresAt").asText()).isEqualTo("2026-04-02T10:01:00.000Z");
    revoke(third);
    assertThat(code(second)).isEqualTo("INVALID");
    assertThat(code(third)).isEqualTo("INVALID");
    assertThat(outcome(rotate(ownerSession, third, "{}"))).isEqualTo("409 KEY_REVOKED");
  }

  @Test
  void withoutAGraceTheOldKeyIsDeadAtOnce() {
    JsonNode first = made(ownerSession, Map.of());
    JsonNode second = json(rotate(ownerSession, first, "{\"graceSeconds\":0}"));

    assertThat(code(first)).isEqualTo("INVALID");
    assertThat(code(second)).isEqualTo("VALID");
    assertThat(second.get("previousKeyExpiresAt").isNull()).isTrue();
    assertThat(second.get("start").asText()).isEqualTo(second.get("key").asText().substring(0, 12));
  }

  @Test
  void aRotationIsFreshAuditedAndRepeatedWithoutItsSecret() {
    JsonNode key = made(ownerSession, Map.of());
    var event = rotating(ownerSession, key, "{}").header("Idempotency-Key", "turn");
    JsonNode rotated = json(changes.rotate(event.build()));
    JsonNode again = json(changes.rotate(event.build()));

    assertThat(rotated.get("key").asText()).startsWith("fh_test_");
    assertThat(again.get("key").isNull()).isTrue();
    assertThat(again.get("start")).isEqualTo(rotated.get("start"));
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.audit_authentication
                WHERE organization_id = ? AND event_type = 'api_key_rotated' AND user_id = ?
                """,
                organization,
                owner))
        .isEqualTo(1);
    assertThat(outcome(rotate(ownerSession, key, "{\"graceSeconds\":604801}")))
        .isEqualTo("400 VALIDATION_FAILED");
    clock.advance(Duration.ofMinutes(15));
    assertThat(outcome(rotate(ownerSession, key, "{}"))).isEqualTo("403 REAUTHENTICATION_REQUIRED");
  }

  @Test
  void twoHundredCallsOfAHundredAreExactlyAHundred() {
    // identity §8.17
    String key = made(ownerSession, Map.of("rateLimit", Map.of("max", 100))).get("key").asText();

    var codes = Race.run(200, () -> code(key));

    assertThat(Collections.frequency(codes, "VALID")).isEqualTo(100);
    assertThat(Collections.frequency(codes, "RATE_LIMITED")).isEqualTo(100);
  }

  @Test
  void theLastCallIsMadeOnce() {
    // identity §8.17
    JsonNode key = made(ownerSession, Map.of("remaining", 1));
    String secret = key.get("key").asText();

    assertThat(Race.run(2, () -> code(secret))).containsExactlyInAnyOrder("VALID", "EXHAUSTED");
    assertThat(
            Owner.count(
                "SELECT remaining FROM identity.api_keys WHERE id = ?",
                UUID.fromString(key.get("id").asText())))
        .isZero();
  }

  @Test
  void aRefillIsSetOnceAndMissedOnesDoNotAddUp() {
    // identity §8.18
    JsonNode key =
        made(
            ownerSession,
            Map.of("remaining", 3, "refill", Map.of("amount", 3, "intervalMs", 60_000)));
    String secret = key.get("key").asText();
    for (int i = 0; i < 3; i++) {
      assertThat(code(secret)).isEqualTo("VALID");
    }
    assertThat(code(secret)).isEqualTo("EXHAUSTED");

    clock.advance(Duration.ofSeconds(150));
    var codes = Race.run(8, () -> code(secret));

    assertThat(Collections.frequency(codes, "VALID")).isEqualTo(3);
    assertThat(Collections.frequency(codes, "EXHAUSTED")).isEqualTo(5);
    assertThat(
            Owner.rows(
                "SELECT last_refill_at::text AS at FROM identity.api_keys WHERE id = ?",
                UUID.fromString(key.get("id").asText())))
        .extracting(row -> row.get("at"))
        .containsExactly("2026-04-01 10:02:00+00");
  }

  @Test
  void changesOfAKeyInUseLoseNoCall() {
    JsonNode key = made(ownerSession, Map.of("remaining", 100));
    String secret = key.get("key").asText();

    Race.run(
        12,
        () ->
            Math.floorMod(Thread.currentThread().threadId(), 3) == 0
                ? outcome(update(ownerSession, key, "{\"name\":\"x\"}"))
                : code(secret));

    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.api_keys
                WHERE id = ? AND remaining + request_count = 100
                """,
                UUID.fromString(key.get("id").asText())))
        .isEqualTo(1);
  }
}
