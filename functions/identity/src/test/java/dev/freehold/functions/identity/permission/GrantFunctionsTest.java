package dev.freehold.functions.identity.permission;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.identity.role.GrantService;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Scope;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Grants and denials, and what comes of them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class GrantFunctionsTest {

  @Inject GrantFunctions grants;
  @Inject PermissionFunctions permissions;
  @Inject GrantService service;
  @Inject PermissionCheck check;
  @Inject SettableClock clock;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final UUID admin = Rows.memberOf(organization, "admin");
  private final UUID member = Rows.memberOf(organization, "member");
  private final String ownerSession = Rows.session(owner, organization);
  private final String adminSession = Rows.session(admin, organization);
  private final String memberSession = Rows.session(member, organization);

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private APIGatewayV2HTTPResponse put(
      String session, UUID user, String permission, String effect, Map<String, ?> more) {
    var body =
        new HashMap<String, Object>(
            Map.of("userId", user, "permission", permission, "effect", effect));
    body.putAll(more);
    return grants.put(
        Events.of("PUT", "/v1/organizations/%s/permission-grants".formatted(organization))
            .bearer(session)
            .json(Json.write(body))
            .build());
  }

  private APIGatewayV2HTTPResponse allow(String session, UUID user, String permission) {
    return put(session, user, permission, "allow", Map.of());
  }

  private APIGatewayV2HTTPResponse deny(String session, UUID user, String permission) {
    return put(session, user, permission, "deny", Map.of());
  }

  private APIGatewayV2HTTPResponse delete(String session, JsonNode grant) {
    return grants.delete(
        Events.of(
                "DELETE",
                "/v1/organizations/%s/permission-grants/%s"
                    .formatted(organization, grant.get("id").asText()))
            .bearer(session)
            .build());
  }

  private APIGatewayV2HTTPResponse effective(String session, UUID user) {
    return grants.effective(
        Events.get("/v1/organizations/%s/members/%s/permissions".formatted(organization, user))
            .bearer(session)
            .build());
  }

  private List<String> held(UUID user) {
    return Json.mapper()
        .convertValue(
            json(effective(ownerSession, user)).get("permissions"),
            Json.mapper().getTypeFactory().constructCollectionType(List.class, String.class));
  }

  private JsonNode list(String query) {
    return json(grants.list(
            Events.get("/v1/organizations/%s/permission-grants%s".formatted(organization, query))
                .bearer(ownerSession)
                .build()))
        .get("data");
  }

  @Test
  void aGrantIsMadeThenReplaced() {
    JsonNode made =
        json(put(ownerSession, member, "billing:read", "allow", Map.of("reason", "month end")));
    JsonNode replaced = json(deny(adminSession, member, "billing:read"));

    assertThat(made.get("grantedBy").asText()).isEqualTo(owner.toString());
    assertThat(made.get("expiresAt").isNull()).isTrue();
    assertThat(replaced.get("id")).isEqualTo(made.get("id"));
    assertThat(replaced.get("effect").asText()).isEqualTo("deny");
    assertThat(replaced.get("reason").isNull()).isTrue();
    assertThat(replaced.get("grantedBy").asText()).isEqualTo(admin.toString());
    assertThat(list("")).hasSize(1);
    assertThat(
            Owner.rows(
                """
                SELECT before ->> 'effect' AS was, after ->> 'effect' AS is_now FROM core.audit_log
                WHERE organization_id = ? AND action = 'grant.put' ORDER BY chain_seq
                """,
                organization))
        .extracting(row -> row.get("was") + " " + row.get("is_now"))
        .containsExactly("null allow", "allow deny");
  }

  @Test
  void refusesInTheOrderOfThePage() {
    var past = Map.of("expiresAt", Rows.NOW.toString());

    assertThat(outcome(put(adminSession, Rows.user(), "no:such", "deny", past)))
        .isEqualTo("404 NOT_FOUND");
    assertThat(outcome(put(adminSession, owner, "no:such", "deny", past)))
        .isEqualTo("422 UNKNOWN_PERMISSION");
    assertThat(outcome(put(adminSession, member, "platforms:delete", "allow", past)))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(put(adminSession, owner, "platforms:read", "deny", past)))
        .isEqualTo("422 OWNER_NOT_DENIABLE");
    assertThat(outcome(put(adminSession, member, "platforms:read", "deny", past)))
        .isEqualTo("422 EXPIRY_IN_PAST");
    assertThat(outcome(allow(memberSession, member, "platforms:read")))
        .isEqualTo("403 PERMISSION_DENIED");
  }

  /** All of them are read at each of the member's calls. */
  @Test
  void aMemberHasAtMostTwoHundred() {
    Owner.update(
        """
        INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
          granted_by, created_at, updated_at)
        SELECT gen_random_uuid(), ?, ?, 'app.n' || n || ':read', 'allow', ?, ?, ?
        FROM generate_series(1, 199) n
        """,
        organization,
        member,
        owner,
        Rows.NOW,
        Rows.NOW);

    assertThat(outcome(allow(ownerSession, member, "app.last:read"))).isEqualTo("200");
    assertThat(outcome(allow(ownerSession, member, "app.more:read")))
        .isEqualTo("422 LIMIT_REACHED");
    assertThat(outcome(deny(ownerSession, member, "app.last:read"))).isEqualTo("200");
  }

  @Test
  void whatIsForOperatorsIsGrantedToNobody() {
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");
    UUID colleague = Rows.memberOf(operators, "member");
    var answer =
        grants.put(
            Events.of("PUT", "/v1/organizations/%s/permission-grants".formatted(operators))
                .bearer(Rows.operatorSession(operator, operators))
                .json(
                    Json.write(
                        Map.of("userId", colleague, "permission", "users:ban", "effect", "allow")))
                .build());

    assertThat(outcome(answer)).isEqualTo("403 ESCALATION");
  }

  @Test
  void nobodyLiftsADenialOfWhatTheyDoNotHold() {
    JsonNode denial = json(deny(ownerSession, admin, "billing:manage"));
    String soon = Rows.NOW.plusSeconds(1).toString();

    assertThat(outcome(delete(adminSession, denial))).isEqualTo("403 ESCALATION");
    assertThat(outcome(allow(adminSession, admin, "billing:manage"))).isEqualTo("403 ESCALATION");
    assertThat(
            outcome(put(adminSession, admin, "billing:manage", "deny", Map.of("expiresAt", soon))))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(deny(adminSession, admin, "billing:manage"))).isEqualTo("200");
    assertThat(outcome(delete(ownerSession, denial))).isEqualTo("204");
    assertThat(outcome(delete(ownerSession, denial))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void grantAndDenialEndExactlyAndTheRoleIsBack() {
    // identity §8.21
    var end = Map.of("expiresAt", Rows.NOW.plusSeconds(60).toString());
    put(ownerSession, member, "billing:read", "allow", end);
    put(ownerSession, member, "platforms:read", "deny", end);

    clock.advance(Duration.ofSeconds(60).minusMillis(1));
    assertThat(held(member)).contains("billing:read").doesNotContain("platforms:read");
    assertThat(allowed("billing:read", "platforms:read")).containsExactly("true", "false");
    clock.advance(Duration.ofMillis(1));
    assertThat(held(member)).contains("platforms:read").doesNotContain("billing:read");
    assertThat(allowed("billing:read", "platforms:read")).containsExactly("false", "true");
  }

  /** As the member's own calls are judged, by the row that finds the caller. */
  private List<String> allowed(String... asked) {
    return json(permissions.check(
            Events.post("/v1/permissions/check")
                .bearer(memberSession)
                .json(Json.write(Map.of("permissions", List.of(asked))))
                .build()))
        .get("results")
        .findValuesAsText("allowed");
  }

  @Test
  void everybodySeesWhatTheyMayAndReadersOfGrantsOthers() {
    deny(ownerSession, member, "platforms:read");
    JsonNode own = json(effective(memberSession, member));

    assertThat(own.get("role").asText()).isEqualTo("member");
    assertThat(own.get("roleId").isNull()).isTrue();
    assertThat(own.get("denied").toString()).isEqualTo("[\"platforms:read\"]");
    assertThat(own.get("permissions").toString())
        .contains("members:read")
        .doesNotContain("platforms:read");
    assertThat(outcome(effective(memberSession, owner))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(effective(adminSession, owner))).isEqualTo("200");
    assertThat(outcome(effective(adminSession, Rows.user()))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void aKeySeesItsOwnersRightsOnlyAsAReaderOfGrants() {
    String blind = Rows.apiKey(organization, owner, "platforms:read");
    String reader = Rows.apiKey(organization, owner, "grants:read");

    assertThat(outcome(effective(blind, owner))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(effective(reader, owner))).isEqualTo("200");
  }

  @Test
  void anOperatorReadsAnyMembersRightsWithASecondFactor() {
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");

    assertThat(outcome(effective(Rows.operatorSession(operator, operators), member)))
        .isEqualTo("200");
    assertThat(outcome(effective(Rows.session(operator, operators), member)))
        .isEqualTo("403 TWO_FACTOR_REQUIRED");
  }

  @Test
  void aServiceKeyGrantsInTheNameOfItsMaker() {
    String key = Rows.serviceKey(organization, admin, "grants:manage", "billing:read");

    JsonNode made = json(allow(key, member, "billing:read"));

    assertThat(made.get("grantedBy").asText()).isEqualTo(admin.toString());
    assertThat(outcome(allow(key, member, "billing:manage"))).isEqualTo("403 ESCALATION");
  }

  @Test
  void listsNewestFirstByMemberAndPermission() {
    allow(ownerSession, member, "billing:read");
    clock.advance(Duration.ofSeconds(1));
    allow(ownerSession, member, "builds:trigger");
    allow(ownerSession, admin, "platforms:delete");

    assertThat(list("?userId=" + member).findValuesAsText("permission"))
        .containsExactly("builds:trigger", "billing:read");
    assertThat(list("?permission=platforms:delete").findValuesAsText("userId"))
        .containsExactly(admin.toString());
    assertThat(list("?limit=1")).hasSize(1);
  }

  @Test
  void aPageAndAMembersRightsAreOneStatementEach() {
    Call call = Call.system("test", Scope.tenant(organization));
    call.run(() -> service.list(organization, null, null, PageRequest.first(20)));
    assertThat(call.state().statements()).isEqualTo(1);

    call.run(() -> check.effective(organization, member));
    assertThat(call.state().statements()).isEqualTo(2);
  }

  @Test
  void ofTwoWhoDenyEachOtherAtOnceOneWasLate() {
    for (int round = 0; round < 8; round++) {
      UUID one = Rows.memberOf(organization, "admin");
      UUID other = Rows.memberOf(organization, "admin");
      String asOne = Rows.session(one, organization);
      String asOther = Rows.session(other, organization);

      var outcomes =
          Race.run(
              List.<Callable<String>>of(
                  () -> outcome(deny(asOne, other, "grants:manage")),
                  () -> outcome(deny(asOther, one, "grants:manage"))));

      assertThat(outcomes).containsExactlyInAnyOrder("200", "403 PERMISSION_DENIED");
    }
  }

  @Test
  void oneGrantComesOfManyAtOnce() {
    var outcomes = Race.run(8, () -> outcome(allow(ownerSession, member, "billing:read")));

    assertThat(outcomes).containsOnly("200");
    assertThat(list("")).hasSize(1);
  }
}
