package dev.freehold.functions.identity.organization;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity-list-members, -get-member, -update-member, -remove-member. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class MemberFunctionsTest {

  @Inject MemberFunctions members;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String token = Rows.session(owner, acme);
  private final UUID admin = Rows.memberOf(acme, "admin");
  private final String adminToken = Rows.session(admin, acme);
  private final UUID member = Rows.memberOf(acme, "member");
  private final String memberToken = Rows.session(member, acme);

  private String path(UUID user) {
    return "/v1/organizations/" + acme + "/members/" + user;
  }

  private APIGatewayV2HTTPResponse get(String session, UUID user) {
    return members.get(Events.get(path(user)).bearer(session).build());
  }

  private APIGatewayV2HTTPResponse list(String session, String query) {
    return members.list(
        Events.get("/v1/organizations/" + acme + "/members" + query).bearer(session).build());
  }

  private APIGatewayV2HTTPResponse update(String session, UUID user, Map<String, ?> body) {
    return members.update(
        Events.of("PATCH", path(user)).bearer(session).json(Json.write(body)).build());
  }

  private APIGatewayV2HTTPResponse remove(String session, UUID user) {
    return members.remove(Events.of("DELETE", path(user)).bearer(session).build());
  }

  private UUID customRole(String... permissions) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO identity.organization_roles (id, organization_id, name, permissions, created_at,
          updated_at)
        VALUES (?, ?, 'tester', ?::text[], ?, ?)
        """,
        id,
        acme,
        "{" + String.join(",", permissions) + "}",
        Rows.NOW,
        Rows.NOW);
    return id;
  }

  private List<String> messages() {
    return Owner.rows(
            "SELECT type FROM core.outbox WHERE organization_id = ? AND kind = 'event' ORDER BY id",
            acme)
        .stream()
        .map(row -> String.valueOf(row.get("type")))
        .toList();
  }

  @Test
  void membersAreShownWithNameAddressAndRole() {
    var seen = get(token, member);

    assertThat(outcome(seen)).isEqualTo("200");
    assertThat(json(seen).get("name").asText()).isEqualTo("Ada");
    assertThat(json(seen).get("email").asText()).endsWith("@example.test");
    assertThat(json(seen).get("role").asText()).isEqualTo("member");
    assertThat(json(seen).get("roleId").isNull()).isTrue();
    assertThat(json(seen).get("roleName").asText()).isEqualTo("member");
    assertThat(json(seen).get("twoFactorEnabled").asBoolean()).isFalse();
    assertThat(json(get(memberToken, admin)).get("twoFactorEnabled").isNull()).isTrue();
    assertThat(outcome(get(token, Rows.user()))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void theListIsPagedAndFiltered() {
    for (int i = 0; i < 3; i++) {
      Rows.memberOf(acme, "member");
    }
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page = list(memberToken, "?limit=4" + cursor);
      assertThat(outcome(page)).isEqualTo("200");
      json(page).get("data").forEach(row -> seen.add(row.get("userId").asText()));
      cursor =
          json(page).get("pagination").get("hasMore").asBoolean()
              ? "&cursor=" + json(page).get("pagination").get("nextCursor").asText()
              : "";
    } while (!cursor.isEmpty());
    assertThat(seen).hasSize(6).doesNotHaveDuplicates().contains(owner.toString());

    var admins = json(list(token, "?role=admin")).get("data");
    assertThat(admins).hasSize(1);
    assertThat(admins.get(0).get("userId").asText()).isEqualTo(admin.toString());
    String address = json(get(token, member)).get("email").asText();
    assertThat(
            json(list(token, "?query=" + address.substring(0, 12).toUpperCase(Locale.ROOT)))
                .get("data"))
        .hasSize(1);
    assertThat(json(list(token, "?query=%25")).get("data")).isEmpty();
    assertThat(outcome(list(token, "?role=king"))).isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void strangersFindNothing() {
    UUID stranger = Rows.user();
    String session = Rows.session(stranger, Rows.organization(stranger));

    assertThat(outcome(list(session, ""))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(get(session, member))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(remove(session, member))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void aNewRoleHoldsFromTheNextCallOn() {
    // identity §8.6
    assertThat(outcome(remove(memberToken, admin))).isEqualTo("403 PERMISSION_DENIED");

    var changed = update(token, member, Map.of("role", "admin"));

    assertThat(outcome(changed)).isEqualTo("200");
    assertThat(json(changed).get("role").asText()).isEqualTo("admin");
    assertThat(json(changed).get("version").asInt()).isEqualTo(1);
    assertThat(messages()).containsExactly("identity.member.updated");
    assertThat(
            Owner.value(
                "SELECT template FROM core.mail_messages WHERE user_id = ? AND organization_id = ?",
                member,
                acme))
        .isEqualTo("role-changed");
    assertThat(
            Owner.value(
                "SELECT before ->> 'role' || '>' || (after ->> 'role') FROM core.audit_log"
                    + " WHERE organization_id = ?",
                acme))
        .isEqualTo("member>admin");
    assertThat(outcome(remove(memberToken, admin))).isEqualTo("204");
  }

  @Test
  void theSameRoleAgainChangesNothing() {
    assertThat(json(update(token, member, Map.of("role", "member"))).get("version").asInt())
        .isZero();
    assertThat(messages()).isEmpty();
  }

  @Test
  void anotherVersionIsRefused() {
    var event =
        Events.of("PATCH", path(member))
            .bearer(token)
            .header("If-Match", "\"7\"")
            .json("{\"role\":\"admin\"}")
            .build();

    assertThat(outcome(members.update(event))).isEqualTo("412 VERSION_MISMATCH");
  }

  @Test
  void onlyOwnersMakeChangeAndRemoveOwners() {
    assertThat(outcome(update(adminToken, owner, Map.of("role", "member"))))
        .isEqualTo("403 OWNER_PROTECTED");
    assertThat(outcome(remove(adminToken, owner))).isEqualTo("403 OWNER_PROTECTED");
    assertThat(outcome(update(adminToken, member, Map.of("role", "owner"))))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(update(adminToken, admin, Map.of("role", "owner"))))
        .isEqualTo("403 ESCALATION");
  }

  @Test
  void nobodyGivesWhatIsNotHeld() {
    UUID role = customRole("members:read", "members:update", "organizations:delete");

    assertThat(outcome(update(adminToken, member, Map.of("role", "custom", "roleId", role))))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(update(token, member, Map.of("role", "custom", "roleId", role))))
        .isEqualTo("200");
    assertThat(outcome(update(memberToken, admin, Map.of("role", "admin")))).isEqualTo("200");
    assertThat(outcome(update(memberToken, Rows.memberOf(acme, "member"), Map.of("role", "admin"))))
        .isEqualTo("403 ESCALATION");
  }

  @Test
  void rolesThatAreNotThereAreRefused() {
    UUID other = Rows.organization(owner);
    UUID foreign = customRole("members:read");
    Owner.update(
        "UPDATE identity.organization_roles SET organization_id = ? WHERE id = ?", other, foreign);

    assertThat(outcome(update(token, member, Map.of("role", "custom", "roleId", foreign))))
        .isEqualTo("422 ROLE_UNKNOWN");
    assertThat(outcome(update(token, member, Map.of("role", "custom"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(update(token, member, Map.of("role", "admin", "roleId", foreign))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void theLastOwnerStays() {
    assertThat(outcome(update(token, owner, Map.of("role", "admin")))).isEqualTo("409 LAST_OWNER");
    assertThat(outcome(remove(token, owner))).isEqualTo("409 LAST_OWNER");
  }

  @Test
  void whenTheAccountableOwnerGoesTheLongestStandingFollows() {
    UUID second = Rows.memberOf(acme, "owner");
    Owner.update(
        "UPDATE identity.members SET created_at = created_at - interval '1 day' WHERE user_id = ?",
        second);
    Rows.memberOf(acme, "owner");

    assertThat(outcome(update(token, owner, Map.of("role", "member")))).isEqualTo("200");

    assertThat(Owner.value("SELECT owner_id FROM identity.organizations WHERE id = ?", acme))
        .isEqualTo(second);
    assertThat(messages())
        .containsExactly("identity.organization.owner_changed", "identity.member.updated");
  }

  @Test
  void oneOfTwoOwnersWhoDemoteEachOtherStays() {
    UUID second = Rows.memberOf(acme, "owner");
    String secondToken = Rows.session(second, acme);

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(update(token, second, Map.of("role", "member"))),
                () -> outcome(update(secondToken, owner, Map.of("role", "member")))));

    assertThat(outcomes)
        .as("the later one is no owner any more, though the edge let it in as one")
        .containsExactlyInAnyOrder("200", "403 PERMISSION_DENIED");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM identity.members WHERE organization_id = ? AND role = 'owner'",
                acme))
        .isEqualTo(1);
  }

  @Test
  void aRemovedMemberIsOutAtTheNextCall() {
    // identity §8.6
    String key = Rows.apiKey(acme, member, "members:read");
    String service = Rows.serviceKey(acme, member, "members:read");
    assertThat(outcome(list(key, ""))).isEqualTo("200");

    assertThat(outcome(remove(adminToken, member))).isEqualTo("204");

    assertThat(outcome(list(memberToken, ""))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(list(key, ""))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(list(service, ""))).isEqualTo("200");
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.sessions
                WHERE user_id = ? AND active_organization_id IS NOT NULL
                """,
                member))
        .isZero();
    assertThat(messages()).containsExactly("identity.member.removed");
    assertThat(
            Owner.value(
                "SELECT event_type FROM identity.audit_authentication WHERE organization_id = ?",
                acme))
        .isEqualTo("api_key_revoked");
    assertThat(outcome(remove(adminToken, member))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void aRoleGoneMeanwhileLeavesNoMemberWithoutOne() {
    // identity §8.20
    UUID role = customRole("members:read");

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(update(token, member, Map.of("role", "custom", "roleId", role))),
                () -> {
                  try {
                    Owner.update("DELETE FROM identity.organization_roles WHERE id = ?", role);
                    return "deleted";
                  } catch (RuntimeException e) {
                    return "in use";
                  }
                }));

    assertThat(outcomes).isIn(List.of("200", "in use"), List.of("422 ROLE_UNKNOWN", "deleted"));
  }
}
