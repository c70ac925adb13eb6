package dev.freehold.functions.identity.organization;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity-look-up-, -accept-, -decline-invitation, -list-own-invitations. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class InvitationAnswersTest {

  @Inject InvitationFunctions invitations;
  @Inject InvitationAnswerFunctions answers;
  @Inject Mailbox mailbox;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String ownerToken = Rows.session(owner, acme);
  private final String email = People.address();
  private final UUID bob = Rows.user(email);
  private final String bobToken = Rows.session(bob, Rows.organization(bob));

  private String invite(Map<String, ?> body) {
    var made =
        invitations.create(
            Events.post("/v1/organizations/" + acme + "/invitations")
                .bearer(ownerToken)
                .json(Json.write(body))
                .build());
    assertThat(made.getStatusCode()).isIn(200, 201);
    return json(made).get("id").asText();
  }

  private String invite() {
    return invite(Map.of("email", email));
  }

  private String mailed() {
    String link = mailbox.secret("invitation", email, "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  private APIGatewayV2HTTPResponse accept(String session, Map<String, ?> body) {
    return answers.accept(
        Events.post("/v1/invitations/accept").bearer(session).json(Json.write(body)).build());
  }

  private APIGatewayV2HTTPResponse decline(Map<String, ?> body) {
    return answers.decline(Events.post("/v1/invitations/decline").json(Json.write(body)).build());
  }

  private APIGatewayV2HTTPResponse decline(String session, Map<String, ?> body) {
    return answers.decline(
        Events.post("/v1/invitations/decline").bearer(session).json(Json.write(body)).build());
  }

  private APIGatewayV2HTTPResponse revoke(String id) {
    return invitations.revoke(
        Events.of("DELETE", "/v1/organizations/" + acme + "/invitations/" + id)
            .bearer(ownerToken)
            .build());
  }

  private long joined() {
    return Owner.count(
        """
        SELECT count(*) FROM core.outbox
        WHERE organization_id = ? AND type = 'identity.member.joined'
        """,
        acme);
  }

  private long memberships() {
    return Owner.count(
        "SELECT count(*) FROM identity.members WHERE organization_id = ? AND user_id = ?",
        acme,
        bob);
  }

  @Test
  void theTokenShowsWhatItInvitesTo() {
    invite(Map.of("email", email, "role", "admin"));

    var shown =
        answers.lookUp(
            Events.post("/v1/invitations/look-up")
                .json(Json.write(Map.of("token", mailed())))
                .build());

    assertThat(outcome(shown)).isEqualTo("200");
    assertThat(json(shown).get("organizationName").asText()).isEqualTo("Acme");
    assertThat(json(shown).get("email").asText()).isEqualTo(email);
    assertThat(json(shown).get("roleName").asText()).isEqualTo("admin");
    assertThat(json(shown).has("id")).isFalse();
  }

  @Test
  void theInvitedSeesItAndJoinsByItsId() {
    String id = invite(Map.of("email", email, "creditLimit", 500));
    var own = answers.listOwn(Events.get("/v1/users/me/invitations").bearer(bobToken).build());
    assertThat(json(own).get("data")).hasSize(1);
    assertThat(json(own).get("data").get(0).get("id").asText()).isEqualTo(id);
    assertThat(json(own).get("data").get(0).get("organizationName").asText()).isEqualTo("Acme");

    var member = accept(bobToken, Map.of("invitationId", id));

    assertThat(outcome(member)).isEqualTo("200");
    assertThat(json(member).get("userId").asText()).isEqualTo(bob.toString());
    assertThat(json(member).get("role").asText()).isEqualTo("member");
    assertThat(
            Owner.value(
                """
                SELECT (payload ->> 'creditLimit') || ' ' || (payload ->> 'invitationId')
                FROM core.outbox WHERE organization_id = ? AND type = 'identity.member.joined'
                """,
                acme))
        .isEqualTo("500 " + id);
    assertThat(
            Owner.value(
                "SELECT template FROM core.mail_messages WHERE organization_id = ? AND user_id = ?",
                acme,
                owner))
        .isEqualTo("invitation-accepted");
    assertThat(
            json(answers.listOwn(Events.get("/v1/users/me/invitations").bearer(bobToken).build()))
                .get("data"))
        .isEmpty();
  }

  @Test
  void acceptingAgainAfterALostAnswerIsTheSameMember() {
    // identity §8.15
    invite();
    String mailed = mailed();

    var answersGiven = Race.run(4, () -> accept(bobToken, Map.of("token", mailed)));

    assertThat(answersGiven).allMatch(answer -> outcome(answer).equals("200"));
    assertThat(answersGiven.stream().map(answer -> json(answer).get("id").asText()).distinct())
        .hasSize(1);
    assertThat(joined()).isEqualTo(1);
    assertThat(memberships()).isEqualTo(1);
  }

  @Test
  void onlyTheInvitedAccepts() {
    String id = invite();
    UUID eve = Rows.user();
    String eveToken = Rows.session(eve, Rows.organization(eve));

    assertThat(outcome(accept(eveToken, Map.of("token", mailed()))))
        .isEqualTo("403 INVITATION_NOT_YOURS");
    assertThat(outcome(accept(eveToken, Map.of("invitationId", id))))
        .isEqualTo("403 INVITATION_NOT_YOURS");
    Owner.update(
        """
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, via, delivery_status,
          created_at, updated_at)
        VALUES (gen_random_uuid(), ?, ?, false, 'added', 'ok', ?, ?)
        """,
        eve,
        email,
        Rows.NOW,
        Rows.NOW);
    assertThat(outcome(accept(eveToken, Map.of("invitationId", id))))
        .as("an address that is only claimed")
        .isEqualTo("403 INVITATION_NOT_YOURS");
    assertThat(outcome(decline(eveToken, Map.of("invitationId", id))))
        .isEqualTo("403 INVITATION_NOT_YOURS");
    assertThat(joined()).isZero();
  }

  @Test
  void whatIsOverOrUnknownIsGone() {
    String id = invite();
    assertThat(outcome(accept(bobToken, Map.of("invitationId", UUID.randomUUID()))))
        .isEqualTo("410 INVITATION_GONE");
    assertThat(outcome(accept(bobToken, Map.of("token", "fhi_nonsense"))))
        .isEqualTo("410 INVITATION_GONE");
    assertThat(outcome(accept(bobToken, Map.of()))).isEqualTo("400 VALIDATION_FAILED");
    Owner.update("UPDATE identity.invitations SET expires_at = ? WHERE id = ?::uuid", Rows.NOW, id);
    assertThat(outcome(accept(bobToken, Map.of("invitationId", id))))
        .isEqualTo("410 INVITATION_GONE");
    assertThat(memberships()).isZero();
  }

  @Test
  void theHolderOfTheTokenDeclinesWithoutSigningIn() {
    String id = invite();

    assertThat(outcome(decline(Map.of("invitationId", id)))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(decline(Map.of("token", mailed())))).isEqualTo("204");
    assertThat(outcome(decline(Map.of("token", mailed())))).isEqualTo("410 INVITATION_GONE");
    assertThat(outcome(accept(bobToken, Map.of("invitationId", id))))
        .isEqualTo("410 INVITATION_GONE");
    assertThat(Owner.value("SELECT status FROM identity.invitations WHERE id = ?::uuid", id))
        .isEqualTo("declined");
  }

  @Test
  void theInvitedDeclinesSignedIn() {
    String id = invite();

    assertThat(outcome(decline(bobToken, Map.of("invitationId", id)))).isEqualTo("204");
    assertThat(outcome(decline("fhs_" + "A".repeat(43), Map.of("token", mailed()))))
        .as("a credential that is sent is judged")
        .isEqualTo("401 UNAUTHENTICATED");
  }

  @Test
  void acceptanceAgainstRevocationEndsOneWay() {
    // identity §8.14
    String id = invite();

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(accept(bobToken, Map.of("invitationId", id))),
                () -> outcome(revoke(id))));

    assertThat(outcomes)
        .isIn(List.of("200", "409 INVITATION_CLOSED"), List.of("410 INVITATION_GONE", "204"));
    assertThat(memberships()).isEqualTo(outcomes.getFirst().equals("200") ? 1 : 0);
  }

  @Test
  void acceptanceAgainstInvitingAgainEndsOneWay() {
    // identity §8.14
    invite();
    String mailed = mailed();

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(accept(bobToken, Map.of("token", mailed))),
                () ->
                    outcome(
                        invitations.create(
                            Events.post("/v1/organizations/" + acme + "/invitations")
                                .bearer(ownerToken)
                                .json(Json.write(Map.of("email", email)))
                                .build()))));

    assertThat(outcomes)
        .isIn(List.of("200", "409 ALREADY_MEMBER"), List.of("410 INVITATION_GONE", "200"));
    assertThat(memberships()).isEqualTo(outcomes.getFirst().equals("200") ? 1 : 0);
    assertThat(joined()).isEqualTo(memberships());
  }

  @Test
  void whoIsAMemberByNowKeepsTheRole() {
    String id = invite(Map.of("email", email, "role", "admin"));
    Rows.member(acme, bob, "member");

    var member = accept(bobToken, Map.of("invitationId", id));

    assertThat(json(member).get("role").asText()).isEqualTo("member");
    assertThat(joined()).isZero();
  }

  @Test
  void aPromisedRoleIsNotTakenAway() {
    // identity §8.20
    UUID role = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO identity.organization_roles (id, organization_id, name, permissions, created_at,
          updated_at)
        VALUES (?, ?, 'tester', '{members:read}', ?, ?)
        """,
        role,
        acme,
        Rows.NOW,
        Rows.NOW);
    String id = invite(Map.of("email", email, "roleId", role));

    assertThat(deleteRole(role)).isEqualTo("in use");
    assertThat(outcome(revoke(id))).isEqualTo("204");
    assertThat(deleteRole(role)).isEqualTo("deleted");
  }

  private static String deleteRole(UUID role) {
    try {
      Owner.update("DELETE FROM identity.organization_roles WHERE id = ?", role);
      return "deleted";
    } catch (RuntimeException e) {
      return "in use";
    }
  }

  @Test
  void aDeletedOrganizationInvitesNobody() {
    String id = invite();
    Owner.update("UPDATE identity.organizations SET deleted_at = ? WHERE id = ?", Rows.NOW, acme);

    assertThat(outcome(accept(bobToken, Map.of("invitationId", id))))
        .isEqualTo("410 INVITATION_GONE");
  }
}
