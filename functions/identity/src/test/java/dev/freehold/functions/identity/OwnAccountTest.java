package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.organization.OrganizationFunctions;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One's own account: profile, password, sessions, and being asked again who one is. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OwnAccountTest {

  private static final String NEW_PASSWORD = "a brisk run up the harbour wall";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject UserFunctions users;
  @Inject PasswordFunctions passwords;
  @Inject SessionFunctions sessions;
  @Inject OwnSessionFunctions own;
  @Inject OrganizationFunctions organizations;
  @Inject SecondFactors factors;
  @Inject Transactions transactions;
  @Inject SettableClock clock;

  private People.SignedUp ada = new People.SignedUp("", new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void signUp() {
    ada = people.signUp();
  }

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private Events as(Events events, Map<String, ?> body) {
    return events.bearer(ada.sessionToken()).json(Json.write(body));
  }

  private APIGatewayV2HTTPResponse update(Map<String, ?> body) {
    return users.update(as(Events.of("PATCH", "/v1/users/me"), body).build());
  }

  private APIGatewayV2HTTPResponse change(String current, String next) {
    return passwords.change(
        as(
                Events.post("/v1/users/me/password"),
                Map.of("currentPassword", current, "newPassword", next))
            .build());
  }

  private APIGatewayV2HTTPResponse reauthenticate(String method, String secret) {
    return own.confirm(
        as(Events.post("/v1/session/reauthenticate"), Map.of("method", method, "secret", secret))
            .build());
  }

  private String newSession() {
    JsonNode challenge = json(people.signIn(ada.email(), People.PASSWORD));
    return json(people.confirmSecondFactor(
            Map.of(
                "challengeId",
                challenge.get("challengeId").asText(),
                "method",
                "email_code",
                "code",
                mailbox.code("sign-in-code", ada.email()))))
        .get("sessionToken")
        .asText();
  }

  private String call(String token) {
    return outcome(sessions.get(Events.get("/v1/session").bearer(token).build()));
  }

  private JsonNode me() {
    return json(users.get(Events.get("/v1/users/me").bearer(ada.sessionToken()).build()));
  }

  @Test
  void whatIsSentChangesAndWhatIsLeftOutStays() {
    String username = "ada-" + Secrets.word(8);
    var first =
        update(
            Map.of(
                "username",
                username,
                "givenName",
                "Ada",
                "avatarUrl",
                "https://example.com/a.png",
                "preferences",
                Map.of("theme", "dark")));
    assertThat(outcome(first)).isEqualTo("200");
    var body = new HashMap<String, Object>();
    body.put("givenName", null);
    body.put("timeZone", "Europe/Zurich");

    JsonNode after = json(update(body));

    assertThat(after.get("username").asText()).isEqualTo(username);
    assertThat(after.get("givenName").isNull()).isTrue();
    assertThat(after.get("timeZone").asText()).isEqualTo("Europe/Zurich");
    assertThat(after.at("/preferences/theme").asText()).isEqualTo("dark");
    assertThat(after.get("name").asText()).isEqualTo("Ada");
    assertThat(after.get("version").asInt()).isEqualTo(2);
    assertThat(me()).isEqualTo(after);
  }

  @Test
  void everyFaultIsNamed() {
    JsonNode problem =
        json(
            update(
                Map.of(
                    "username", "A",
                    "name", "",
                    "avatarUrl", "http://example.com/a.png",
                    "locale", "not a locale",
                    "role", "superadmin")));

    assertThat(problem.get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("username", "name", "avatarUrl", "locale", "role");
    assertThat(outcome(update(Map.of("timeZone", "Mars/Olympus"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(update(Map.of("preferences", List.of(1)))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(update(Map.of("preferences", Map.of("x", "y".repeat(20_000))))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void aReservedUsernameIsRefused() {
    assertThat(outcome(update(Map.of("username", "admin")))).isEqualTo("422 NAME_RESERVED");
  }

  @Test
  void anotherVersionThanTheCallerKnowsIsNotOverwritten() {
    update(Map.of("name", "Ada L."));

    var answer =
        users.update(
            as(Events.of("PATCH", "/v1/users/me"), Map.of("name", "Augusta"))
                .header("If-Match", "\"0\"")
                .build());

    assertThat(outcome(answer)).isEqualTo("412 VERSION_MISMATCH");
  }

  // identity §8.16
  @Test
  void ofTwoWhoTakeOneUsernameAtOnceOneGetsIt() {
    People.SignedUp bob = people.signUp();
    String username = "u-" + Secrets.word(8);

    List<String> outcomes =
        Race.run(
            List.of(
                () -> outcome(update(Map.of("username", username))),
                () ->
                    outcome(
                        users.update(
                            Events.of("PATCH", "/v1/users/me")
                                .bearer(bob.sessionToken())
                                .json(Json.write(Map.of("username", username)))
                                .build()))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "409 USERNAME_TAKEN");
  }

  @Test
  void aNewPasswordEndsTheOtherSessionsAndTheOldPassword() {
    String other = newSession();

    assertThat(outcome(change(People.PASSWORD, NEW_PASSWORD))).isEqualTo("204");

    assertThat(call(ada.sessionToken())).isEqualTo("200");
    assertThat(call(other)).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD)))
        .isEqualTo("401 INVALID_CREDENTIALS");
    assertThat(outcome(people.signIn(ada.email(), NEW_PASSWORD))).isEqualTo("200");
    assertThat(mailbox.templates(ada.email())).contains("password-changed");
  }

  @Test
  void aWrongCurrentPasswordChangesNothingAndIsCounted() {
    for (int i = 0; i < 5; i++) {
      assertThat(outcome(change("wrong password " + i, NEW_PASSWORD)))
          .isEqualTo("422 CURRENT_PASSWORD_WRONG");
    }

    var locked = change(People.PASSWORD, NEW_PASSWORD);

    assertThat(outcome(locked)).isEqualTo("429 TOO_MANY_ATTEMPTS");
    assertThat(locked.getHeaders().get("Retry-After")).isEqualTo("30");
    clock.advance(Duration.ofSeconds(30));
    assertThat(outcome(change(People.PASSWORD, NEW_PASSWORD))).isEqualTo("204");
  }

  // identity §5.3: a right one deletes the counter, whatever becomes of the new one.
  @Test
  void aRightCurrentPasswordIsNoFailureWhereTheNewOneIsRefused() {
    for (int i = 0; i < 6; i++) {
      assertThat(outcome(change(People.PASSWORD, "short"))).isEqualTo("422 PASSWORD_REJECTED");
    }
  }

  @Test
  void whoKnowsThePasswordGetsNoMoreGuessesAtTheAuthenticator() {
    byte[] secret = enrol();
    String wrong = Totp.codeAt(secret, clock.instant()).equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 4; i++) {
      assertThat(outcome(reauthenticate("totp", wrong))).isEqualTo("422 CODE_WRONG");
    }

    assertThat(outcome(change(People.PASSWORD, NEW_PASSWORD))).isEqualTo("204");

    assertThat(outcome(reauthenticate("totp", wrong))).isEqualTo("422 CODE_WRONG");
    assertThat(outcome(reauthenticate("totp", wrong))).isEqualTo("429 TOO_MANY_ATTEMPTS");
  }

  private byte[] enrol() {
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    Call.system("test", Scope.user(ada.userId()))
        .run(
            () ->
                transactions.run(
                    Scope.user(ada.userId()), () -> factors.enrol(ada.userId(), secret)));
    return secret;
  }

  @Test
  void anEasyPasswordIsRefused() {
    assertThat(outcome(change(People.PASSWORD, "short"))).isEqualTo("422 PASSWORD_REJECTED");
    assertThat(call(ada.sessionToken())).isEqualTo("200");
  }

  @Test
  void aFirstPasswordNeedsAFreshSession() {
    Owner.update("DELETE FROM identity.accounts WHERE user_id = ?", ada.userId());
    clock.advance(Duration.ofMinutes(16));
    var body = as(Events.post("/v1/users/me/password"), Map.of("newPassword", NEW_PASSWORD));

    assertThat(outcome(passwords.change(body.build()))).isEqualTo("403 REAUTHENTICATION_REQUIRED");
    own.requestCode(
        Events.post("/v1/session/reauthenticate/code").bearer(ada.sessionToken()).build());
    assertThat(
            outcome(
                reauthenticate("email_code", mailbox.code("reauthentication-code", ada.email()))))
        .isEqualTo("200");

    assertThat(outcome(passwords.change(body.build()))).isEqualTo("204");
    assertThat(me().get("passwordSet").asBoolean()).isTrue();
  }

  @Test
  void thePasswordMakesASessionFresh() {
    clock.advance(Duration.ofMinutes(16));
    assertThat(outcome(reauthenticate("email_code", "123456")))
        .isEqualTo("409 METHOD_NOT_AVAILABLE");
    assertThat(outcome(reauthenticate("password", "another password"))).isEqualTo("422 CODE_WRONG");

    JsonNode fresh = json(reauthenticate("password", People.PASSWORD));

    assertThat(fresh.get("freshUntil").asText())
        .isEqualTo(Json.tree(clock.instant().plus(Duration.ofMinutes(15))).asText());
  }

  // identity §5.4: confirming TOTP adds it to the session's methods; §8.7: not twice.
  @Test
  void theAuthenticatorMakesASessionFreshAndCountsFromThenOn() {
    byte[] secret = enrol();
    String code = Totp.codeAt(secret, clock.instant());
    assertThat(outcome(reauthenticate("password", People.PASSWORD)))
        .isEqualTo("409 METHOD_NOT_AVAILABLE");

    assertThat(Race.run(4, () -> outcome(reauthenticate("totp", code))))
        .containsOnlyOnce("200")
        .contains("422 CODE_WRONG");

    JsonNode session =
        json(sessions.get(Events.get("/v1/session").bearer(ada.sessionToken()).build()));
    assertThat(session.at("/session/methods").toString()).contains("\"totp\"");
  }

  @Test
  void aMailedCodeIsJudgedFiveTimes() {
    Owner.update("DELETE FROM identity.accounts WHERE user_id = ?", ada.userId());
    own.requestCode(
        Events.post("/v1/session/reauthenticate/code").bearer(ada.sessionToken()).build());
    String code = mailbox.code("reauthentication-code", ada.email());
    String wrong = code.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      assertThat(outcome(reauthenticate("email_code", wrong))).isEqualTo("422 CODE_WRONG");
    }
    clock.advance(Duration.ofSeconds(31));

    assertThat(outcome(reauthenticate("email_code", code))).isEqualTo("422 CODE_WRONG");
  }

  @Test
  void sessionsAreListedAndEndedOneByOne() {
    clock.advance(Duration.ofSeconds(1));
    String other = newSession();
    JsonNode listed =
        json(own.list(Events.get("/v1/users/me/sessions").bearer(ada.sessionToken()).build()));
    assertThat(listed.get("data")).hasSize(2);
    assertThat(listed.at("/data/0/current").asBoolean()).isFalse();
    assertThat(listed.at("/data/1/current").asBoolean()).isTrue();
    String path = "/v1/users/me/sessions/" + listed.at("/data/0/id").asText();
    var revoke = Events.of("DELETE", path).bearer(ada.sessionToken()).build();

    assertThat(outcome(own.revoke(revoke))).isEqualTo("204");

    assertThat(call(other)).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(own.revoke(revoke))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void nobodyEndsAnothersSession() {
    People.SignedUp bob = people.signUp();
    String bobs =
        json(sessions.get(Events.get("/v1/session").bearer(bob.sessionToken()).build()))
            .at("/session/id")
            .asText();

    var answer =
        own.revoke(
            Events.of("DELETE", "/v1/users/me/sessions/" + bobs)
                .bearer(ada.sessionToken())
                .build());

    assertThat(outcome(answer)).isEqualTo("404 NOT_FOUND");
    assertThat(call(bob.sessionToken())).isEqualTo("200");
  }

  @Test
  void allOtherSessionsEndAtOnceAndThenThisOne() {
    String other = newSession();
    var others = as(Events.post("/v1/users/me/sessions/revoke-all"), Map.of());
    assertThat(json(own.revokeAll(others.build())).get("revoked").asInt()).isEqualTo(1);
    assertThat(call(other)).isEqualTo("401 UNAUTHENTICATED");
    assertThat(call(ada.sessionToken())).isEqualTo("200");

    var all = as(Events.post("/v1/users/me/sessions/revoke-all"), Map.of("keepCurrent", false));
    assertThat(outcome(own.revokeAll(all.build()))).isEqualTo("200");

    assertThat(call(ada.sessionToken())).isEqualTo("401 UNAUTHENTICATED");
  }

  private APIGatewayV2HTTPResponse select(@Nullable UUID organization) {
    var body = new HashMap<String, Object>();
    body.put("organizationId", organization);
    return own.select(as(Events.of("PUT", "/v1/session/organization"), body).build());
  }

  @Test
  void aMemberChoosesWhereTheSessionActs() {
    var made =
        organizations.create(
            as(Events.post("/v1/organizations"), Map.of("name", "Second")).build());
    UUID second = UUID.fromString(json(made).get("id").asText());

    assertThat(json(select(second)).get("activeOrganizationId").asText())
        .isEqualTo(second.toString());

    JsonNode now = json(sessions.get(Events.get("/v1/session").bearer(ada.sessionToken()).build()));
    assertThat(now.at("/organization/id").asText()).isEqualTo(second.toString());
    assertThat(json(select(null)).get("activeOrganizationId").isNull()).isTrue();
    UUID foreign = people.signUp().organizationId();
    assertThat(outcome(select(foreign))).isEqualTo("404 NOT_FOUND");
    var twoAreNamed = Events.of("PUT", "/v1/session/organization?organizationId=" + second);
    assertThat(outcome(own.select(as(twoAreNamed, Map.of("organizationId", foreign)).build())))
        .as("the edge has judged the other one")
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void aCodeMailedAgainIsTheOneThatFits() {
    JsonNode challenge = json(people.signIn(ada.email(), People.PASSWORD));
    String id = challenge.get("challengeId").asText();
    String first = mailbox.code("sign-in-code", ada.email());
    assertThat(outcome(people.resendSecondFactor(id))).isEqualTo("429 TOO_MANY_REQUESTS");
    clock.advance(Duration.ofSeconds(60));

    var again = people.resendSecondFactor(id);

    assertThat(outcome(again)).isEqualTo("202");
    assertThat(json(again).get("expiresAt")).isEqualTo(challenge.get("expiresAt"));
    String second = mailbox.code("sign-in-code", ada.email());
    var body = new HashMap<String, Object>(Map.of("challengeId", id, "method", "email_code"));
    if (!first.equals(second)) {
      body.put("code", first);
      assertThat(outcome(people.confirmSecondFactor(body))).isEqualTo("422 CODE_WRONG");
    }
    body.put("code", second);
    assertThat(outcome(people.confirmSecondFactor(body))).isEqualTo("200");
    clock.advance(Duration.ofSeconds(60));
    assertThat(outcome(people.resendSecondFactor(id))).isEqualTo("410 CHALLENGE_GONE");
  }

  @Test
  void aSignUpsCodeIsMailedAgainAndADecoyIsAnsweredAlike() {
    String email = People.address();
    String real = json(people.startSignUp(email)).get("signUpId").asText();
    String decoy = json(people.startSignUp(ada.email())).get("signUpId").asText();
    assertThat(outcome(people.resendSignUp(real))).isEqualTo("429 TOO_MANY_REQUESTS");
    assertThat(outcome(people.resendSignUp(decoy))).isEqualTo("429 TOO_MANY_REQUESTS");
    String first = mailbox.code("sign-up-code", email);
    clock.advance(Duration.ofSeconds(60));

    assertThat(outcome(people.resendSignUp(real))).isEqualTo("202");
    assertThat(outcome(people.resendSignUp(decoy))).isEqualTo("202");

    String second = mailbox.code("sign-up-code", email);
    if (!first.equals(second)) {
      assertThat(outcome(people.confirmSignUp(Map.of("signUpId", real, "code", first))))
          .isEqualTo("422 CODE_WRONG");
    }
    assertThat(outcome(people.confirmSignUp(Map.of("signUpId", real, "code", second))))
        .isEqualTo("201");
    clock.advance(Duration.ofSeconds(60));
    assertThat(outcome(people.resendSignUp(real))).isEqualTo("410 CODE_GONE");
  }
}
