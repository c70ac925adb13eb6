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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** identity-transfer-organization, -leave-organization. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OwnershipTest {

  @Inject OwnershipFunctions ownership;
  @Inject MemberFunctions members;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String token = Rows.session(owner, acme);
  private final UUID bob = Rows.memberOf(acme, "member");
  private final String bobToken = Rows.session(bob, acme);

  private APIGatewayV2HTTPResponse transfer(String session, Map<String, ?> body) {
    return ownership.transfer(
        Events.post("/v1/organizations/" + acme + "/transfer")
            .bearer(session)
            .json(Json.write(body))
            .build());
  }

  private APIGatewayV2HTTPResponse leave(String session) {
    return ownership.leave(
        Events.post("/v1/organizations/" + acme + "/leave").bearer(session).build());
  }

  private APIGatewayV2HTTPResponse remove(String session, UUID user) {
    return members.remove(
        Events.of("DELETE", "/v1/organizations/" + acme + "/members/" + user)
            .bearer(session)
            .build());
  }

  private String roleOf(UUID user) {
    return String.valueOf(
        Owner.value(
            "SELECT role FROM identity.members WHERE organization_id = ? AND user_id = ?",
            acme,
            user));
  }

  private @Nullable Object accountable() {
    return Owner.value("SELECT owner_id FROM identity.organizations WHERE id = ?", acme);
  }

  private long owners() {
    return Owner.count(
        """
        SELECT count(*) FROM identity.members m JOIN identity.organizations o
          ON o.id = m.organization_id AND o.owner_id = m.user_id
        WHERE o.id = ? AND m.role = 'owner'
        """,
        acme);
  }

  @Test
  void aMemberBecomesTheAccountableOwner() {
    Owner.update("UPDATE identity.organizations SET is_default = true WHERE id = ?", acme);

    var done = transfer(token, Map.of("userId", bob));

    assertThat(outcome(done)).isEqualTo("200");
    assertThat(json(done).get("ownerId").asText()).isEqualTo(bob.toString());
    assertThat(json(done).get("role").asText()).isEqualTo("admin");
    assertThat(json(done).get("isDefault").asBoolean()).isFalse();
    assertThat(roleOf(bob)).isEqualTo("owner");
    assertThat(
            Owner.rows(
                "SELECT type FROM core.outbox WHERE organization_id = ? AND kind = 'event'", acme))
        .extracting(row -> row.get("type"))
        .containsExactlyInAnyOrder(
            "identity.organization.owner_changed",
            "identity.member.updated",
            "identity.member.updated");
    assertThat(Owner.rows("SELECT user_id FROM core.mail_messages WHERE organization_id = ?", acme))
        .extracting(row -> row.get("user_id"))
        .containsExactlyInAnyOrder(owner, bob);
    assertThat(outcome(transfer(token, Map.of("userId", bob)))).isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void theFormerOwnerKeepsTheRoleAskedFor() {
    assertThat(outcome(transfer(token, Map.of("userId", bob, "keepRole", "owner"))))
        .isEqualTo("200");
    assertThat(roleOf(owner)).isEqualTo("owner");
    assertThat(outcome(transfer(token, Map.of("userId", owner, "keepRole", "member"))))
        .as("taking it back")
        .isEqualTo("200");
    assertThat(roleOf(owner)).isEqualTo("owner");
    assertThat(accountable()).isEqualTo(owner);
    assertThat(outcome(transfer(token, Map.of("userId", bob, "keepRole", "custom"))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void onlyToAMemberByAnOwnerInAFreshSession() {
    assertThat(outcome(transfer(token, Map.of("userId", Rows.user())))).isEqualTo("404 NOT_FOUND");
    String stale = Rows.session(owner, acme, Rows.NOW.minus(Duration.ofMinutes(15)), "password");
    assertThat(outcome(transfer(stale, Map.of("userId", bob))))
        .isEqualTo("403 REAUTHENTICATION_REQUIRED");
    Owner.update(
        """
        INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
          granted_by, created_at, updated_at)
        VALUES (gen_random_uuid(), ?, ?, 'organizations:transfer', 'allow', ?, ?, ?)
        """,
        acme,
        bob,
        owner,
        Rows.NOW,
        Rows.NOW);
    assertThat(outcome(transfer(bobToken, Map.of("userId", bob)))).isEqualTo("403 ESCALATION");
    assertThat(accountable()).isEqualTo(owner);
  }

  /** Else an admin's denial, made before, keeps from everybody what only owners hold. */
  @Test
  void whoBecomesAnOwnerIsDeniedNothing() {
    UUID carol = Rows.memberOf(acme, "member");
    for (UUID user : List.of(bob, carol)) {
      Owner.update(
          """
          INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
            granted_by, created_at, updated_at)
          VALUES (gen_random_uuid(), ?, ?, 'organizations:transfer', 'deny', ?, ?, ?)
          """,
          acme,
          user,
          owner,
          Rows.NOW,
          Rows.NOW);
    }

    assertThat(outcome(transfer(token, Map.of("userId", bob, "keepRole", "owner"))))
        .isEqualTo("200");
    assertThat(
            outcome(
                members.update(
                    Events.of("PATCH", "/v1/organizations/" + acme + "/members/" + carol)
                        .bearer(token)
                        .json("{\"role\":\"owner\"}")
                        .build())))
        .isEqualTo("200");

    assertThat(outcome(transfer(bobToken, Map.of("userId", carol)))).isEqualTo("200");
    assertThat(outcome(transfer(Rows.session(carol, acme), Map.of("userId", owner))))
        .isEqualTo("200");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.audit_log WHERE organization_id = ? AND action = ?",
                acme,
                "grant.delete"))
        .isEqualTo(2);
  }

  @Test
  void whoOwnsTenTakesNoMore() {
    for (int i = 0; i < 10; i++) {
      Rows.organization(bob);
    }

    assertThat(outcome(transfer(token, Map.of("userId", bob)))).isEqualTo("422 LIMIT_REACHED");
  }

  @RepeatedTest(5)
  void noTenthAndEleventhAtOnce() {
    for (int i = 0; i < 9; i++) {
      Rows.organization(bob);
    }
    UUID other = Rows.organization(owner);
    Rows.member(other, bob, "member");
    String body = Json.write(Map.of("userId", bob));

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(transfer(token, Map.of("userId", bob))),
                () ->
                    outcome(
                        ownership.transfer(
                            Events.post("/v1/organizations/" + other + "/transfer")
                                .bearer(token)
                                .json(body)
                                .build()))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "422 LIMIT_REACHED");
  }

  @Test
  void whoLeavesIsOut() {
    assertThat(outcome(leave(bobToken))).isEqualTo("204");

    assertThat(outcome(leave(bobToken))).isEqualTo("404 NOT_FOUND");
    assertThat(
            Owner.value(
                """
                SELECT payload ->> 'reason' FROM core.outbox
                WHERE organization_id = ? AND type = 'identity.member.removed'
                """,
                acme))
        .isEqualTo("left");
    assertThat(outcome(leave(token))).isEqualTo("409 LAST_OWNER");
  }

  @RepeatedTest(12)
  void ofTwoOwnersWhoLeaveAtOnceOneStays() {
    // identity §8.12
    UUID second = Rows.memberOf(acme, "owner");
    String secondToken = Rows.session(second, acme);

    var outcomes =
        Race.run(List.of(() -> outcome(leave(token)), () -> outcome(leave(secondToken))));

    assertThat(outcomes).containsExactlyInAnyOrder("204", "409 LAST_OWNER");
    assertThat(owners()).isEqualTo(1);
  }

  @RepeatedTest(12)
  void handingOverAgainstRemovalEndsWithAnOwnerWhoIsAMember() {
    // identity §8.13
    UUID second = Rows.memberOf(acme, "owner");
    String secondToken = Rows.session(second, acme);

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(transfer(token, Map.of("userId", bob))),
                () -> outcome(remove(secondToken, bob))));

    assertThat(outcomes).isIn(List.of("200", "204"), List.of("404 NOT_FOUND", "204"));
    assertThat(owners()).isEqualTo(1);
  }
}
