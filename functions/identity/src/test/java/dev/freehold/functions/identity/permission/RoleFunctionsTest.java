package dev.freehold.functions.identity.permission;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.organization.InvitationFunctions;
import dev.freehold.functions.identity.organization.MemberFunctions;
import dev.freehold.identity.role.RoleService;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.sql.SqlFailure;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Roles an organization makes for itself. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class RoleFunctionsTest {

  @Inject RoleFunctions roles;
  @Inject PermissionFunctions permissions;
  @Inject MemberFunctions members;
  @Inject RoleService service;
  @Inject InvitationFunctions invitations;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final UUID admin = Rows.memberOf(organization, "admin");
  private final String ownerSession = Rows.session(owner, organization);
  private final String adminSession = Rows.session(admin, organization);

  private APIGatewayV2HTTPResponse create(String session, Map<String, ?> more) {
    var body =
        new HashMap<String, Object>(
            Map.of("name", "builder", "permissions", List.of("platforms:read")));
    body.putAll(more);
    return roles.create(
        Events.post("/v1/organizations/%s/roles".formatted(organization))
            .bearer(session)
            .json(Json.write(body))
            .build());
  }

  private Events update(String session, String roleId, Map<String, ?> body) {
    return Events.of("PATCH", "/v1/organizations/%s/roles/%s".formatted(organization, roleId))
        .bearer(session)
        .json(Json.write(body));
  }

  private APIGatewayV2HTTPResponse delete(String session, String roleId) {
    return roles.delete(
        Events.of("DELETE", "/v1/organizations/%s/roles/%s".formatted(organization, roleId))
            .bearer(session)
            .build());
  }

  private JsonNode list(String session, String query) {
    var answer =
        roles.list(
            Events.get("/v1/organizations/%s/roles%s".formatted(organization, query))
                .bearer(session)
                .build());
    assertThat(outcome(answer)).isEqualTo("200");
    return json(answer);
  }

  private String made(Map<String, ?> more) {
    return json(create(ownerSession, more)).get("id").asText();
  }

  private void assign(UUID user, String roleId) {
    Owner.update(
        """
        UPDATE identity.members SET role = 'custom', custom_role_id = ?
        WHERE organization_id = ? AND user_id = ?
        """,
        UUID.fromString(roleId),
        organization,
        user);
  }

  @Test
  void builtInRolesComeFirstAndPagesGoOnWhereTheLastEnded() {
    made(Map.of("name", "zebra"));
    String antelope = made(Map.of("name", "antelope"));
    assign(Rows.memberOf(organization, "member"), antelope);

    JsonNode whole = list(ownerSession, "");
    JsonNode first = list(ownerSession, "?limit=2");
    String cursor = first.path("pagination").path("nextCursor").asText();
    JsonNode second = list(ownerSession, "?limit=2&cursor=" + cursor);
    cursor = second.path("pagination").path("nextCursor").asText();
    JsonNode third = list(ownerSession, "?limit=2&cursor=" + cursor);

    assertThat(whole.get("data").findValuesAsText("name"))
        .containsExactly("owner", "admin", "member", "antelope", "zebra");
    assertThat(whole.get("data").findValuesAsText("memberCount"))
        .containsExactly("1", "1", "0", "1", "0");
    assertThat(whole.get("data").get(0).get("id").isNull()).isTrue();
    assertThat(first.get("data").findValuesAsText("name")).containsExactly("owner", "admin");
    assertThat(second.get("data").findValuesAsText("name")).containsExactly("member", "antelope");
    assertThat(third.get("data").findValuesAsText("name")).containsExactly("zebra");
    assertThat(third.path("pagination").path("hasMore").asBoolean()).isFalse();
  }

  @Test
  void aRoleIsMadeAndAuditedAndItsMembersHoldItAtOnce() {
    String role =
        made(
            Map.of(
                "displayName", "Builder",
                "description", "Builds.",
                "permissions", List.of("platforms:read", "builds:trigger")));
    UUID member = Rows.memberOf(organization, "member");
    assign(member, role);
    String session = Rows.session(member, organization);

    assertThat(may(session, "builds:trigger")).isTrue();
    assertThat(may(session, "keys:create")).isFalse();
    assertThat(actions()).containsExactly("role.create");

    var updated = roles.update(update(ownerSession, role, permit("keys:create")).build());

    assertThat(json(updated).get("displayName").asText()).isEqualTo("Builder");
    assertThat(json(updated).get("memberCount").asInt()).isEqualTo(1);
    assertThat(updated.getHeaders()).containsEntry("ETag", "\"1\"");
    assertThat(may(session, "builds:trigger")).isFalse();
    assertThat(may(session, "keys:create")).isTrue();
    assertThat(actions()).containsExactly("role.create", "role.update");
  }

  private static Map<String, ?> permit(String... granted) {
    return Map.of("permissions", List.of(granted));
  }

  private List<String> actions() {
    return Owner.rows(
            """
            SELECT action FROM core.audit_log
            WHERE organization_id = ? AND entity_type = 'role' ORDER BY chain_seq
            """,
            organization)
        .stream()
        .map(row -> String.valueOf(row.get("action")))
        .toList();
  }

  private boolean may(String session, String permission) {
    return json(permissions.check(
            Events.post("/v1/permissions/check")
                .bearer(session)
                .json(Json.write(Map.of("permissions", List.of(permission))))
                .build()))
        .get("allowed")
        .asBoolean();
  }

  @Test
  void creationRefusesInTheOrderOfThePage() {
    made(Map.of());

    assertThat(outcome(create(adminSession, permit("no:such")))).isEqualTo("409 NAME_TAKEN");
    assertThat(
            outcome(
                create(adminSession, Map.of("name", "owner", "permissions", List.of("no:such")))))
        .isEqualTo("422 UNKNOWN_PERMISSION");
    assertThat(
            outcome(
                create(
                    adminSession,
                    Map.of("name", "custom", "permissions", List.of("platforms:delete")))))
        .isEqualTo("422 NAME_RESERVED");
    assertThat(
            outcome(
                create(
                    adminSession,
                    Map.of("name", "closer", "permissions", List.of("platforms:delete")))))
        .isEqualTo("403 ESCALATION");
    assertThat(
            outcome(
                create(
                    ownerSession,
                    Map.of("name", "closer", "permissions", List.of("platforms:delete")))))
        .isEqualTo("201");
  }

  @Test
  void aPageIsTwoStatements() {
    Call call = Call.system("test", Scope.tenant(organization));
    call.run(() -> service.list(organization, PageRequest.first(20)));

    assertThat(call.state().statements()).isEqualTo(2);
  }

  @Test
  void whatIsForOperatorsIsInNoRole() {
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");
    var answer =
        roles.create(
            Events.post("/v1/organizations/%s/roles".formatted(operators))
                .bearer(Rows.operatorSession(operator, operators))
                .json("{\"name\":\"guard\",\"permissions\":[\"users:ban\"]}")
                .build());

    assertThat(outcome(answer)).isEqualTo("403 ESCALATION");
  }

  @Test
  void theRequestIsJudgedFirst() {
    assertThat(outcome(create(ownerSession, Map.of("name", "Builder"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(create(ownerSession, permit("platforms:read", "platforms:read"))))
        .isEqualTo("400 VALIDATION_FAILED");
    String member = Rows.session(Rows.memberOf(organization, "member"), organization);
    assertThat(outcome(create(member, Map.of()))).isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void theFiftyFirstRoleIsRefusedAlsoAtOnce() {
    for (int i = 0; i < 49; i++) {
      Owner.update(
          """
          INSERT INTO identity.organization_roles (id, organization_id, name, permissions,
            created_at, updated_at)
          VALUES (?, ?, ?, '{}', ?, ?)
          """,
          UUID.randomUUID(),
          organization,
          "role-" + i,
          Rows.NOW,
          Rows.NOW);
    }
    List<Callable<String>> work =
        List.of(
            () -> outcome(create(ownerSession, Map.of("name", "first"))),
            () -> outcome(create(ownerSession, Map.of("name", "second"))));

    assertThat(Race.run(work)).containsExactlyInAnyOrder("201", "422 LIMIT_REACHED");
  }

  @Test
  void oneNameIsGivenOnceAlsoAtOnce() {
    assertThat(Race.run(4, () -> outcome(create(ownerSession, Map.of()))))
        .containsExactlyInAnyOrder("201", "409 NAME_TAKEN", "409 NAME_TAKEN", "409 NAME_TAKEN");
  }

  @Test
  void anUpdateRefusesInTheOrderOfThePageAndGivesOnlyWhatIsHeld() {
    made(Map.of("name", "other"));
    String role = made(Map.of("permissions", List.of("platforms:delete")));
    var taken = Map.of("name", "other", "permissions", List.of("no:such"));

    assertThat(
            outcome(
                roles.update(
                    update(adminSession, role, taken).header("If-Match", "\"1\"").build())))
        .isEqualTo("412 VERSION_MISMATCH");
    assertThat(outcome(roles.update(update(adminSession, role, taken).build())))
        .isEqualTo("409 NAME_TAKEN");
    assertThat(
            outcome(
                roles.update(
                    update(
                            adminSession,
                            role,
                            Map.of("name", "admin", "permissions", List.of("no:such")))
                        .build())))
        .isEqualTo("422 UNKNOWN_PERMISSION");
    assertThat(outcome(roles.update(update(adminSession, role, Map.of("name", "admin")).build())))
        .isEqualTo("422 NAME_RESERVED");
    assertThat(
            outcome(
                roles.update(
                    update(adminSession, role, permit("platforms:delete", "platforms:cancel"))
                        .build())))
        .isEqualTo("403 ESCALATION");
    // What the role has stays, though the admin could not give it.
    assertThat(
            outcome(
                roles.update(
                    update(adminSession, role, permit("platforms:delete", "keys:read"))
                        .header("If-Match", "\"0\"")
                        .build())))
        .isEqualTo("200");
  }

  @Test
  void anotherOrganizationsRoleIsNotThere() {
    String role = made(Map.of());
    UUID stranger = Rows.user();
    UUID elsewhere = Rows.organization(stranger);
    var answer =
        roles.delete(
            Events.of("DELETE", "/v1/organizations/%s/roles/%s".formatted(elsewhere, role))
                .bearer(Rows.session(stranger, elsewhere))
                .build());

    assertThat(outcome(answer)).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(delete(ownerSession, role))).isEqualTo("204");
    assertThat(outcome(delete(ownerSession, role))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void aRoleSomebodyHasIsNotDeleted() {
    String role = made(Map.of());
    assign(Rows.memberOf(organization, "member"), role);

    assertThat(outcome(delete(ownerSession, role))).isEqualTo("409 ROLE_IN_USE");
  }

  @Test
  void aPromisedRoleIsNotDeletedUntilTheInvitationIsTakenBack() {
    String role = made(Map.of());
    var body = Map.of("email", People.address(), "role", "custom", "roleId", role);
    JsonNode invitation =
        json(
            invitations.create(
                Events.post("/v1/organizations/%s/invitations".formatted(organization))
                    .bearer(ownerSession)
                    .json(Json.write(body))
                    .build()));

    assertThat(outcome(delete(ownerSession, role))).isEqualTo("409 ROLE_IN_USE");
    invitations.revoke(
        Events.of(
                "DELETE",
                "/v1/organizations/%s/invitations/%s"
                    .formatted(organization, invitation.get("id").asText()))
            .bearer(ownerSession)
            .build());
    assertThat(outcome(delete(ownerSession, role))).isEqualTo("204");
  }

  @Test
  void aRoleDeletedWhileItIsAssignedLeavesNoMemberWithoutOne() {
    // identity §8.20
    for (int round = 0; round < 10; round++) {
      String role = made(Map.of("name", "round-" + round));
      UUID member = Rows.memberOf(organization, "member");

      var outcomes =
          Race.run(
              List.<Callable<String>>of(
                  () -> outcome(delete(ownerSession, role)), () -> outcome(given(member, role))));

      assertThat(outcomes)
          .isIn(List.of("204", "422 ROLE_UNKNOWN"), List.of("409 ROLE_IN_USE", "200"));
    }
  }

  private APIGatewayV2HTTPResponse given(UUID member, String role) {
    return members.update(
        Events.of("PATCH", "/v1/organizations/%s/members/%s".formatted(organization, member))
            .bearer(ownerSession)
            .json(Json.write(Map.of("role", "custom", "roleId", role)))
            .build());
  }

  /** Whoever does not queue up at the organization, the table stops. */
  @Test
  void evenWithoutTheQueueNoMemberIsLeftWithoutARole() {
    // identity §8.20
    for (int round = 0; round < 10; round++) {
      String role = made(Map.of("name", "wild-" + round));
      UUID member = Rows.memberOf(organization, "member");

      var outcomes =
          Race.run(
              List.<Callable<String>>of(
                  () -> outcome(delete(ownerSession, role)), () -> assigned(member, role)));

      assertThat(outcomes)
          .isIn(List.of("204", "members_custom_role_fkey"), List.of("409 ROLE_IN_USE", "assigned"));
    }
  }

  private String assigned(UUID member, String role) {
    try {
      assign(member, role);
      return "assigned";
    } catch (RuntimeException e) {
      return SqlFailure.constraint(e).orElseThrow(() -> e);
    }
  }
}
