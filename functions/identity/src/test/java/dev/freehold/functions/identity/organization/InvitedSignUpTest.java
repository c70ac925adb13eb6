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
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity-start-sign-up with an invitation's token, where only the invited may sign up. */
@QuarkusTest
@TestProfile(InvitedSignUpTest.InvitedOnly.class)
@WithTestResource(TestDatabase.class)
class InvitedSignUpTest {

  /** The mode that a test cannot switch. */
  public static class InvitedOnly implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("freehold.identity.sign-up.mode", "invited");
    }
  }

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject InvitationFunctions invitations;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String email = People.address();

  private String invite(String address) {
    var made =
        invitations.create(
            Events.post("/v1/organizations/" + acme + "/invitations")
                .bearer(Rows.session(owner, acme))
                .json(Json.write(Map.of("email", address, "role", "admin")))
                .build());
    assertThat(outcome(made)).isEqualTo("201");
    String link = mailbox.secret("invitation", address, "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  private APIGatewayV2HTTPResponse signUp(String address, String password, String token) {
    return people.startSignUp(
        Map.of("email", address, "password", password, "name", "Bob", "invitationToken", token));
  }

  @Test
  void theInvitedIsAPersonAndAMemberAtOnce() {
    String token = invite(email);

    var signedIn = signUp(email, People.PASSWORD, token);

    assertThat(outcome(signedIn)).isEqualTo("201");
    assertThat(json(signedIn).get("sessionToken").asText()).startsWith("fhs_");
    assertThat(json(signedIn).get("user").get("emailVerified").asBoolean()).isTrue();
    UUID user = UUID.fromString(json(signedIn).get("user").get("id").asText());
    assertThat(
            Owner.value(
                "SELECT role FROM identity.members WHERE organization_id = ? AND user_id = ?",
                acme,
                user))
        .isEqualTo("admin");
    assertThat(Owner.value("SELECT via FROM identity.user_emails WHERE email = ?", email))
        .isEqualTo("invitation");
    assertThat(Owner.value("SELECT methods::text FROM identity.sessions WHERE user_id = ?", user))
        .isEqualTo("{password,invitation}");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM identity.organizations WHERE owner_id = ? AND is_default",
                user))
        .as("an own organization besides")
        .isEqualTo(1);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.audit_log
                WHERE organization_id = ? AND action = 'invitation.accept' AND actor_id = ?
                """,
                acme,
                user.toString()))
        .isEqualTo(1);
    assertThat(people.signIn(email, People.PASSWORD).getStatusCode()).isEqualTo(200);
  }

  @Test
  void withoutAnInvitationItIsClosed() {
    assertThat(outcome(people.startSignUp(email))).isEqualTo("403 SIGN_UP_CLOSED");
  }

  @Test
  void anotherAddressOrAnUnknownTokenIsGone() {
    String token = invite(email);

    assertThat(outcome(signUp(People.address(), People.PASSWORD, token)))
        .isEqualTo("410 INVITATION_GONE");
    assertThat(outcome(signUp(email, People.PASSWORD, "fhi_" + "A".repeat(43))))
        .isEqualTo("410 INVITATION_GONE");
  }

  @Test
  void theHolderOfTheTokenLearnsThatThereIsAnAccount() {
    Rows.user(email);

    assertThat(outcome(signUp(email, People.PASSWORD, invite(email))))
        .isEqualTo("409 ACCOUNT_EXISTS");
  }

  @Test
  void aRefusedPasswordLeavesTheInvitationOpen() {
    String token = invite(email);

    assertThat(outcome(signUp(email, "short", token))).isEqualTo("422 PASSWORD_REJECTED");
    assertThat(outcome(signUp(email, People.PASSWORD, token))).isEqualTo("201");
  }

  @Test
  void ofTwoAtOnceOneGetsIn() {
    // identity §8.8, §8.2: the token of an invitation is answered once
    String token = invite(email);

    var outcomes = Race.run(2, () -> outcome(signUp(email, People.PASSWORD, token)));

    assertThat(outcomes).contains("201");
    assertThat(outcomes)
        .anyMatch(
            other -> other.equals("409 ACCOUNT_EXISTS") || other.equals("410 INVITATION_GONE"));
    assertThat(Owner.count("SELECT count(*) FROM identity.user_emails WHERE email = ?", email))
        .isEqualTo(1);
  }
}
