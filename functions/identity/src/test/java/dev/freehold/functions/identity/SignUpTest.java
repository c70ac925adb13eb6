package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** identity-start-sign-up and identity-confirm-sign-up. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SignUpTest {

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject SettableClock clock;
  @Inject SignUpFunctions signUps;

  private final String email = People.address();

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private String start() {
    return json(people.startSignUp(email)).get("signUpId").asText();
  }

  private APIGatewayV2HTTPResponse confirm(String signUpId, String code) {
    return people.confirmSignUp(Map.of("signUpId", signUpId, "code", code));
  }

  private String code() {
    return mailbox.code("sign-up-code", email);
  }

  /** A code that is not the mailed one. */
  private String wrongCode() {
    return code().equals("000000") ? "000001" : "000000";
  }

  private long people() {
    return Owner.count("SELECT count(*) FROM identity.user_emails WHERE email = ?", email);
  }

  @Test
  void saysEveryFaultOfTheRequestAtOnce() {
    var answer = people.startSignUp(Map.of("email", "", "nickname", "Ada", "locale", "!"));

    assertThat(outcome(answer)).isEqualTo("400 VALIDATION_FAILED");
    assertThat(json(answer).get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("email", "locale", "nickname", "password");
  }

  @Test
  void refusesWhatIsNoAddressOrNoTimeZone() {
    assertThat(outcome(people.startSignUp("ada"))).isEqualTo("400 VALIDATION_FAILED");
    assertThat(
            outcome(
                people.startSignUp(
                    Map.of("email", email, "password", People.PASSWORD, "timeZone", "Mars/Base"))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void refusesAnEasyPasswordWithEveryReason() {
    var answer = people.startSignUp(Map.of("email", email, "password", "12345678"));

    assertThat(outcome(answer)).isEqualTo("422 PASSWORD_REJECTED");
    assertThat(json(answer).get("errors").findValuesAsText("code"))
        .containsExactly("TOO_SHORT", "COMMON");
    assertThat(mailbox.templates(email)).isEmpty();
  }

  @Test
  void anEasyPasswordCausesNoMailAndCostsNone() {
    for (int i = 0; i < 6; i++) {
      assertThat(outcome(people.startSignUp(Map.of("email", email, "password", "12345678"))))
          .isEqualTo("422 PASSWORD_REJECTED");
    }

    assertThat(outcome(people.startSignUp(email))).isEqualTo("202");
  }

  @Test
  void anUnknownInvitationIsGoneBeforeThePasswordIsJudged() {
    var answer =
        people.startSignUp(
            Map.of("email", email, "password", "short", "invitationToken", "fhi_unknown"));

    assertThat(outcome(answer)).isEqualTo("410 INVITATION_GONE");
  }

  @Test
  void nobodyExistsBeforeTheAddressIsProved() {
    start();

    assertThat(people()).isZero();
    // What was typed lies sealed: neither address nor hash can be read from the row.
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.verifications
                WHERE position(convert_to(?, 'UTF8') IN payload_encrypted) > 0 OR email = ?
                """,
                email,
                email))
        .isZero();
  }

  @Test
  void aKnownAddressIsAnsweredAlikeAndItsOwnerIsTold() {
    String known = people.signUp().email();

    var answer = people.startSignUp(known);

    assertThat(outcome(answer)).isEqualTo("202");
    JsonNode decoy = json(answer);
    assertThat(decoy.properties().stream().map(Map.Entry::getKey))
        .containsExactly("signUpId", "expiresAt");
    assertThat(mailbox.templates(known)).endsWith("account-exists");
    // No code fits, and it dies like a real one: five tries, then gone.
    for (int tries = 0; tries < 5; tries++) {
      assertThat(outcome(confirm(decoy.get("signUpId").asText(), "123456")))
          .isEqualTo("422 CODE_WRONG");
    }
    assertThat(outcome(confirm(decoy.get("signUpId").asText(), "123456")))
        .isEqualTo("410 CODE_GONE");
  }

  @Test
  void fiveWrongCodesEndASignUp() {
    String signUpId = start();
    for (int tries = 0; tries < 5; tries++) {
      assertThat(outcome(confirm(signUpId, wrongCode()))).isEqualTo("422 CODE_WRONG");
    }

    assertThat(outcome(confirm(signUpId, code()))).isEqualTo("410 CODE_GONE");
    assertThat(people()).isZero();
  }

  @Test
  void theFifthTryMayStillBeRight() {
    String signUpId = start();
    for (int tries = 0; tries < 4; tries++) {
      confirm(signUpId, wrongCode());
    }

    assertThat(outcome(confirm(signUpId, code()))).isEqualTo("201");
  }

  @Test
  void aCodeLivesTenMinutes() {
    String inTime = start();
    String right = code();
    clock.advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(outcome(confirm(inTime, right))).isEqualTo("201");

    clock.set(Rows.NOW);
    String other = People.address();
    String late = json(people.startSignUp(other)).get("signUpId").asText();
    clock.advance(Duration.ofMinutes(10));
    assertThat(outcome(confirm(late, mailbox.code("sign-up-code", other))))
        .isEqualTo("410 CODE_GONE");
  }

  @Test
  void aLinkOpenedElsewhereProvesTheMailboxAndDropsThePassword() {
    start();

    var answer = people.confirmSignUp(Map.of("token", token()));

    assertThat(outcome(answer)).isEqualTo("201");
    assertThat(json(answer).get("user").get("passwordSet").asBoolean()).isFalse();
    assertThat(outcome(people.signIn(email, People.PASSWORD))).isEqualTo("401 INVALID_CREDENTIALS");
  }

  @Test
  void aLinkWithItsSignUpKeepsThePassword() {
    String signUpId = start();

    var stranger = people.confirmSignUp(Map.of("signUpId", UUID.randomUUID(), "token", token()));
    var answer = people.confirmSignUp(Map.of("signUpId", signUpId, "token", token()));

    assertThat(outcome(stranger)).isEqualTo("410 CODE_GONE");
    assertThat(json(answer).get("user").get("passwordSet").asBoolean()).isTrue();
  }

  private String token() {
    String link = mailbox.secret("sign-up-code", email, "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  @Test
  void twoConfirmationsOfOneSignUpMakeOnePerson() {
    // identity §8.1
    String signUpId = start();
    String right = code();

    var outcomes = Race.run(4, () -> outcome(confirm(signUpId, right)));

    assertThat(outcomes)
        .containsExactlyInAnyOrder("201", "410 CODE_GONE", "410 CODE_GONE", "410 CODE_GONE");
    assertThat(people()).isEqualTo(1);
    assertThat(organizations()).isEqualTo(1);
  }

  @Test
  void whoIsConfirmedMeanwhileIsGoneNotTaken() {
    // identity §8.1, where the other confirmation commits between the try and the look
    String signUpId = start();
    String right = code();
    UUID other = Rows.user(People.address());

    String outcome =
        Race.during(
            confirmed -> {
              try (var statement = confirmed.createStatement()) {
                statement.execute("LOCK TABLE identity.user_emails IN ACCESS EXCLUSIVE MODE");
              }
            },
            confirmed -> {
              Race.change(
                  confirmed,
                  "UPDATE identity.user_emails SET email = '%s' WHERE user_id = '%s'"
                      .formatted(email, other));
              Race.change(
                  confirmed,
                  "UPDATE identity.verifications SET consumed_at = created_at WHERE id = '%s'"
                      .formatted(signUpId));
            },
            () -> outcome(confirm(signUpId, right)));

    assertThat(outcome).isEqualTo("410 CODE_GONE");
  }

  @Test
  void twoSignUpsOfOneAddressMakeOnePersonAndLeaveNothingOver() {
    // identity §8.2
    String first = start();
    String firstCode = code();
    String second = start();
    String secondCode = code();
    long usersBefore = Owner.count("SELECT count(*) FROM identity.users");

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(confirm(first, firstCode)),
                () -> outcome(confirm(second, secondCode))));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "409 EMAIL_TAKEN");
    assertThat(Owner.count("SELECT count(*) FROM identity.users")).isEqualTo(usersBefore + 1);
    assertThat(organizations()).isEqualTo(1);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox
                WHERE type = 'identity.user.created' AND payload->>'email' = ?
                """,
                email))
        .isEqualTo(1);
  }

  private long organizations() {
    return Owner.count(
        """
        SELECT count(*) FROM identity.members m
        JOIN identity.user_emails e ON e.user_id = m.user_id WHERE e.email = ?
        """,
        email);
  }

  @Test
  void anUnprovedPersonIsProvedInsteadOfMadeTwice() {
    UUID imported = Rows.user(email);
    Owner.update("UPDATE identity.user_emails SET verified_at = NULL WHERE email = ?", email);

    var answer = confirm(start(), code());

    assertThat(outcome(answer)).isEqualTo("201");
    assertThat(json(answer).get("user").get("id").asText()).isEqualTo(imported.toString());
    assertThat(json(answer).get("user").get("emailVerified").asBoolean()).isTrue();
    assertThat(json(answer).get("organizationId").isNull()).isFalse();
  }

  @Test
  void aTakenNameGetsAnotherSlug() {
    Map<String, Object> body = new HashMap<>();
    body.put("email", email);
    body.put("password", People.PASSWORD);
    body.put("organizationName", "Twin " + email);
    confirmStarted(body);
    body.put("email", People.address());
    confirmStarted(body);

    var slugs =
        Owner.rows(
            "SELECT slug FROM identity.organizations WHERE name = ? ORDER BY length(slug)",
            "Twin " + email);
    assertThat(slugs).hasSize(2);
    assertThat(String.valueOf(slugs.get(1).get("slug")))
        .matches(slugs.get(0).get("slug") + "-[a-z0-9]{4}");
  }

  private void confirmStarted(Map<String, Object> body) {
    String id = json(people.startSignUp(body)).get("signUpId").asText();
    String mailed = mailbox.code("sign-up-code", String.valueOf(body.get("email")));
    assertThat(outcome(confirm(id, mailed))).isEqualTo("201");
  }

  @Test
  void oneAddressIsMailedFiveTimesAnHour() {
    for (int i = 0; i < 5; i++) {
      assertThat(outcome(people.startSignUp(email))).isEqualTo("202");
    }

    var refused = people.startSignUp(email);

    assertThat(outcome(refused)).isEqualTo("429 TOO_MANY_REQUESTS");
    assertThat(refused.getHeaders()).containsEntry("Retry-After", "3600");
  }

  @Test
  void oneNetworkSignsUpTwentyTimesAnHour() {
    String network = "2001:db8:%s::".formatted(Integer.toHexString(email.hashCode() & 0xFFFF));
    for (int i = 0; i < 20; i++) {
      assertThat(outcome(startFrom(network + i, "fourteen chars"))).startsWith("422");
    }

    assertThat(outcome(startFrom(network + "ffff", People.PASSWORD)))
        .isEqualTo("429 TOO_MANY_REQUESTS");
  }

  private APIGatewayV2HTTPResponse startFrom(String ip, String password) {
    return signUps.start(
        Events.post("/v1/auth/sign-up")
            .ip(ip)
            .json("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(People.address(), password))
            .build());
  }

  @Test
  void marketingIsKeptAndTold() {
    String signUpId =
        json(people.startSignUp(
                Map.of("email", email, "password", People.PASSWORD, "marketing", true)))
            .get("signUpId")
            .asText();

    confirm(signUpId, code());

    assertThat(
            Owner.value(
                """
                SELECT subscribed FROM identity.email_preferences p
                JOIN identity.user_emails e ON e.user_id = p.user_id
                WHERE e.email = ? AND p.email_type = 'marketing'
                """,
                email))
        .isEqualTo(true);
  }
}
