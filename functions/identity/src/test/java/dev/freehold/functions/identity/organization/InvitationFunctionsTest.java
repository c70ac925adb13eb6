package dev.freehold.functions.identity.organization;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Permissions;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** identity-create-invitation, -list-invitations, -resend-invitation, -revoke-invitation. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class InvitationFunctionsTest {

  @Inject InvitationFunctions invitations;
  @Inject InvitationAnswerFunctions answers;
  @Inject Mailbox mailbox;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String token = Rows.session(owner, acme);
  private final String email = People.address();

  private String path() {
    return "/v1/organizations/" + acme + "/invitations";
  }

  private APIGatewayV2HTTPResponse invite(String session, Map<String, ?> body) {
    return invitations.create(Events.post(path()).bearer(session).json(Json.write(body)).build());
  }

  private APIGatewayV2HTTPResponse invite(String address) {
    return invite(token, Map.of("email", address));
  }

  private APIGatewayV2HTTPResponse resend(String session, String id) {
    return invitations.resend(Events.post(path() + '/' + id + "/resend").bearer(session).build());
  }

  private APIGatewayV2HTTPResponse revoke(String id) {
    return invitations.revoke(Events.of("DELETE", path() + '/' + id).bearer(token).build());
  }

  private APIGatewayV2HTTPResponse lookUp(String mailed) {
    return answers.lookUp(
        Events.post("/v1/invitations/look-up").json(Json.write(Map.of("token", mailed))).build());
  }

  private String mailed(String address) {
    String link = mailbox.secret("invitation", address, "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  private static String id(APIGatewayV2HTTPResponse response) {
    return json(response).get("id").asText();
  }

  @Test
  void theInvitedGetsAMailWhoseTokenIsTheStoredOne() {
    // identity §8.25: what the mail says later is what the table holds since the commit
    var made = invite(token, Map.of("email", " " + email.toUpperCase(Locale.ROOT)));

    assertThat(outcome(made)).isEqualTo("201");
    assertThat(made.getHeaders()).containsEntry("Location", path() + '/' + id(made));
    assertThat(json(made).get("email").asText()).isEqualTo(email);
    assertThat(json(made).get("role").asText()).isEqualTo("member");
    assertThat(json(made).get("creditLimit").isNull()).isTrue();
    assertThat(json(made).get("status").asText()).isEqualTo("pending");
    assertThat(json(made).get("deliveryStatus").asText()).isEqualTo("not_sent");
    assertThat(json(made).get("invitedByName").asText()).isEqualTo("Ada");
    assertThat(made.getBody()).doesNotContain("fhi_");
    assertThat(mailed(email)).startsWith("fhi_").hasSize(47);
    assertThat(
            (byte[])
                Owner.value("SELECT token_hash FROM identity.invitations WHERE email = ?", email))
        .isEqualTo(Hashes.sha256(mailed(email)));
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox o
                JOIN core.mail_messages m ON o.payload ->> 'mailId' = m.id::text
                WHERE o.type = 'core-send-mail' AND m.to_email = ?
                """,
                email))
        .isEqualTo(1);
  }

  @Test
  void invitingAgainRenewsAndTheOldTokenIsDead() {
    var first = invite(email);
    String old = mailed(email);

    var second = invite(token, Map.of("email", email, "role", "admin", "creditLimit", 0));

    assertThat(outcome(second)).isEqualTo("200");
    assertThat(id(second)).isEqualTo(id(first));
    assertThat(json(second).get("role").asText()).isEqualTo("admin");
    assertThat(json(second).get("creditLimit").asLong()).isZero();
    assertThat(json(second).get("sentCount").asInt()).isEqualTo(2);
    assertThat(outcome(lookUp(old))).isEqualTo("410 INVITATION_GONE");
    assertThat(outcome(lookUp(mailed(email)))).isEqualTo("200");
  }

  @Test
  void aRevokedOneBeginsAnewWith201() {
    String id = id(invite(email));
    assertThat(outcome(revoke(id))).isEqualTo("204");
    assertThat(outcome(lookUp(mailed(email)))).isEqualTo("410 INVITATION_GONE");
    assertThat(outcome(revoke(id))).isEqualTo("409 INVITATION_CLOSED");
    assertThat(outcome(resend(token, id))).isEqualTo("409 INVITATION_CLOSED");

    var again = invite(email);

    assertThat(outcome(again)).isEqualTo("201");
    assertThat(id(again)).isEqualTo(id);
    assertThat(json(again).get("resolvedAt").isNull()).isTrue();
  }

  @Test
  void sendingAgainMakesTheOldTokenDead() {
    String id = id(invite(email));
    String old = mailed(email);

    var sent = resend(token, id);

    assertThat(outcome(sent)).isEqualTo("200");
    assertThat(json(sent).get("sentCount").asInt()).isEqualTo(2);
    assertThat(outcome(lookUp(old))).isEqualTo("410 INVITATION_GONE");
    assertThat(outcome(lookUp(mailed(email)))).isEqualTo("200");
    assertThat(outcome(resend(token, UUID.randomUUID().toString()))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void membersAreNotInvited() {
    String address = People.address();
    Rows.member(acme, Rows.user(address), "member");

    assertThat(outcome(invite(address))).isEqualTo("409 ALREADY_MEMBER");
  }

  @Test
  void anOrganizationMayInviteSomeDomainsOnly() {
    Owner.update(
        "UPDATE identity.organizations SET allowed_email_domains = '{acme.test}' WHERE id = ?",
        acme);

    assertThat(outcome(invite("eve@mail.acme.test"))).isEqualTo("422 EMAIL_DOMAIN_NOT_ALLOWED");
    assertThat(outcome(invite("eve@xacme.test"))).isEqualTo("422 EMAIL_DOMAIN_NOT_ALLOWED");
    assertThat(outcome(invite(email))).isEqualTo("201");
  }

  @Test
  void nobodyInvitesAboveThemselves() {
    String admin = Rows.session(Rows.memberOf(acme, "admin"), acme);

    assertThat(outcome(invite(admin, Map.of("email", email, "role", "owner"))))
        .isEqualTo("403 ESCALATION");
    assertThat(outcome(invite(admin, Map.of("email", email, "role", "admin")))).isEqualTo("201");
    String id = id(invite(token, Map.of("email", email, "role", "owner")));
    assertThat(outcome(resend(admin, id))).isEqualTo("403 ESCALATION");
    String member = Rows.session(Rows.memberOf(acme, "member"), acme);
    assertThat(outcome(invite(member, Map.of("email", email)))).isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void aServiceKeyInvitesInItsMakersNameWhatItHolds() {
    String narrow = Rows.serviceKey(acme, owner, "members:invite");
    assertThat(outcome(invite(narrow, Map.of("email", email)))).isEqualTo("403 ESCALATION");
    String wide =
        Rows.serviceKey(
            acme,
            owner,
            Stream.concat(Stream.of("members:invite"), Permissions.ofRole("member").stream())
                .toArray(String[]::new));

    var made = invite(wide, Map.of("email", email));

    assertThat(outcome(made)).isEqualTo("201");
    assertThat(json(made).get("invitedBy").asText()).isEqualTo(owner.toString());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(outcome(invite("nonsense"))).isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(invite(token, Map.of("email", email, "creditLimit", -1))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(invite(token, Map.of("email", email, "expiresAt", "2026-06-01T00:00:00Z"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(invite(token, Map.of("email", email, "expiresAt", "2026-03-01T00:00:00Z"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(
            outcome(
                invite(
                    token, Map.of("email", email, "role", "custom", "roleId", UUID.randomUUID()))))
        .isEqualTo("422 ROLE_UNKNOWN");
  }

  @Test
  void placesAreCountedWithThePendingAlsoForTwoAtOnce() {
    Owner.update(
        """
        INSERT INTO identity.invitations (id, organization_id, email, invited_by, role, status,
          token_hash, token_version, expires_at, delivery_status, sent_count, reminder_count,
          created_at, updated_at)
        SELECT gen_random_uuid(), ?, 'n' || n || '@acme.test', ?, 'member', 'pending',
          sha256(gen_random_uuid()::text::bytea), 1, timestamptz '2026-04-02', 'not_sent', 1, 0, ?, ?
        FROM generate_series(1, 98) n
        """,
        acme,
        owner,
        Rows.NOW,
        Rows.NOW);

    var outcomes = Race.run(2, () -> outcome(invite(People.address())));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "422 LIMIT_REACHED");
    assertThat(outcome(invite("n7@acme.test"))).as("renewed, not one more").isEqualTo("200");
    assertThat(
            outcome(
                invite(
                    token, Map.of("email", email, "role", "custom", "roleId", UUID.randomUUID()))))
        .as("the page's own refusals come first")
        .isEqualTo("422 ROLE_UNKNOWN");
  }

  @Test
  void anOrganizationMailsAHundredADay() {
    Owner.update(
        """
        INSERT INTO core.throttles (kind, subject_hash, window_start, count, created_at)
        VALUES ('invitations-organization', ?, timestamptz '2026-04-01', 99, ?)
        """,
        acme.toString().getBytes(StandardCharsets.UTF_8),
        Rows.NOW);
    assertThat(outcome(invite(email))).isEqualTo("201");

    var refused = invite(People.address());

    assertThat(outcome(refused)).isEqualTo("429 TOO_MANY_REQUESTS");
    assertThat(refused.getHeaders()).containsKey("Retry-After");
  }

  /** Whoever makes organizations, one after the other, fills nobody's mailbox with their mail. */
  @Test
  void anAddressGetsFiveAnHourOfAllOrganizationsTogether() {
    UUID rival = Rows.user();
    UUID other = Rows.organization(rival);
    String session = Rows.session(rival, other);
    String id = id(invite(email));
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(resend(token, id))).isEqualTo("200");
    }
    String body = Json.write(Map.of("email", email));
    var event =
        Events.post("/v1/organizations/" + other + "/invitations").bearer(session).json(body);
    assertThat(outcome(invitations.create(event.build()))).isEqualTo("201");

    assertThat(outcome(invitations.create(event.build()))).isEqualTo("429 TOO_MANY_REQUESTS");
    assertThat(outcome(resend(token, id))).isEqualTo("429 TOO_MANY_REQUESTS");
    assertThat(outcome(invite(People.address()))).as("nobody else's").isEqualTo("201");
  }

  @Test
  void theListIsFilteredAndKnowsWhatIsOver() {
    invite(email);
    String gone = People.address();
    String goneId = id(invite(gone));
    Owner.update(
        "UPDATE identity.invitations SET expires_at = ? WHERE id = ?::uuid", Rows.NOW, goneId);

    assertThat(list("?status=pending")).containsExactly(email);
    assertThat(list("?status=expired")).containsExactly(gone);
    assertThat(list("")).containsExactlyInAnyOrder(gone, email);
    assertThat(list("?limit=1")).hasSize(1);
    assertThat(outcome(resend(token, goneId))).isEqualTo("409 INVITATION_CLOSED");
    assertThat(outcome(lookUp(mailed(gone)))).isEqualTo("410 INVITATION_GONE");
  }

  private List<String> list(String query) {
    var page = invitations.list(Events.get(path() + query).bearer(token).build());
    assertThat(outcome(page)).isEqualTo("200");
    var found = new ArrayList<String>();
    json(page).get("data").forEach(row -> found.add(row.get("email").asText()));
    return found;
  }

  @Test
  void anotherOrganizationsInvitationIsNotThere() {
    String id = id(invite(email));
    UUID stranger = Rows.user();
    UUID other = Rows.organization(stranger);
    String session = Rows.session(stranger, other);

    assertThat(
            outcome(
                invitations.revoke(
                    Events.of("DELETE", "/v1/organizations/" + other + "/invitations/" + id)
                        .bearer(session)
                        .build())))
        .isEqualTo("404 NOT_FOUND");
    assertThat(outcome(resend(session, id))).isEqualTo("404 NOT_FOUND");
  }
}
