package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailed links: signing in by one, and setting a new password. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class RecoveryTest {

  private static final String NEW_PASSWORD = "a brisk run up the harbour wall";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject MagicLinkFunctions links;
  @Inject PasswordFunctions passwords;
  @Inject SessionFunctions sessions;
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

  private static Events post(String path, Map<String, ?> body) {
    return Events.post(path).ip(People.network()).json(Json.write(body));
  }

  private APIGatewayV2HTTPResponse requestLink(String email) {
    return links.request(post("/v1/auth/magic-link", Map.of("email", email)).build());
  }

  private APIGatewayV2HTTPResponse redeem(String token) {
    return links.redeem(post("/v1/auth/magic-link/redeem", Map.of("token", token)).build());
  }

  private APIGatewayV2HTTPResponse requestReset(String email) {
    return passwords.requestReset(post("/v1/auth/password-reset", Map.of("email", email)).build());
  }

  private APIGatewayV2HTTPResponse reset(String token, String password) {
    return passwords.confirmReset(
        post("/v1/auth/password-reset/confirm", Map.of("token", token, "password", password))
            .build());
  }

  private String mailed(String template) {
    String link = mailbox.secret(template, ada.email(), "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  private String call(String token) {
    return outcome(sessions.get(Events.get("/v1/session").bearer(token).build()));
  }

  @Test
  void aLinkSignsIn() {
    assertThat(json(requestLink(ada.email())).toString()).isEqualTo("{\"status\":\"accepted\"}");

    APIGatewayV2HTTPResponse signedIn = redeem(mailed("magic-link"));

    assertThat(outcome(signedIn)).isEqualTo("200");
    assertThat(json(signedIn).get("status").asText()).isEqualTo("signed_in");
    String token = json(signedIn).get("sessionToken").asText();
    JsonNode session =
        json(sessions.get(Events.get("/v1/session").bearer(token).build())).get("session");
    assertThat(session.get("methods").toString()).isEqualTo("[\"magic_link\"]");
  }

  @Test
  void unknownAddressesAreAnsweredAlikeAndGetNoMail() {
    String nobody = People.address();

    assertThat(outcome(requestLink(nobody))).isEqualTo(outcome(requestLink(ada.email())));
    assertThat(requestLink(nobody).getBody()).isEqualTo(requestLink(ada.email()).getBody());
    assertThat(requestReset(nobody).getBody()).isEqualTo(requestReset(ada.email()).getBody());
    assertThat(mailbox.templates(nobody)).isEmpty();
  }

  @Test
  void aNewLinkIsTheEndOfTheOneBefore() {
    requestLink(ada.email());
    String first = mailed("magic-link");
    requestLink(ada.email());

    assertThat(outcome(redeem(first))).isEqualTo("410 TOKEN_GONE");
    assertThat(outcome(redeem(mailed("magic-link")))).isEqualTo("200");
  }

  /** The last one lives; and no answer tells that there is an account whose link they fight for. */
  @Test
  void linksAskedForAtOnceAreAllMailedAndOneLives() {
    assertThat(Race.run(4, () -> outcome(requestLink(ada.email())))).containsOnly("202");

    assertThat(mailbox.templates(ada.email())).filteredOn("magic-link"::equals).hasSize(4);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.verifications
                WHERE user_id = ? AND kind = 'magic_link' AND consumed_at IS NULL
                """,
                ada.userId()))
        .isEqualTo(1);
  }

  // identity §8.8
  @Test
  void ofTwoUsesOfOneLinkAtOnceOneSucceeds() {
    requestLink(ada.email());
    String token = mailed("magic-link");

    List<String> outcomes = Race.run(4, () -> outcome(redeem(token)));

    assertThat(outcomes)
        .containsExactlyInAnyOrder("200", "410 TOKEN_GONE", "410 TOKEN_GONE", "410 TOKEN_GONE");
  }

  // identity §8.8
  @Test
  void ofTwoUsesOfOneResetAtOnceOneSucceeds() {
    requestReset(ada.email());
    String token = mailed("password-reset");

    List<String> outcomes = Race.run(4, () -> outcome(reset(token, NEW_PASSWORD)));

    assertThat(outcomes)
        .containsExactlyInAnyOrder("204", "410 TOKEN_GONE", "410 TOKEN_GONE", "410 TOKEN_GONE");
  }

  @Test
  void aLinkIsDeadAfterItsTime() {
    requestLink(ada.email());
    requestReset(ada.email());
    clock.advance(Duration.ofMinutes(10));
    assertThat(outcome(redeem(mailed("magic-link")))).isEqualTo("410 TOKEN_GONE");
    clock.advance(Duration.ofMinutes(20));
    assertThat(outcome(reset(mailed("password-reset"), NEW_PASSWORD))).isEqualTo("410 TOKEN_GONE");
  }

  /** Neither link opens what the other is for. */
  @Test
  void aLinkIsForItsOwnPurpose() {
    requestLink(ada.email());
    requestReset(ada.email());

    assertThat(outcome(redeem(mailed("password-reset")))).isEqualTo("410 TOKEN_GONE");
    assertThat(outcome(reset(mailed("magic-link"), NEW_PASSWORD))).isEqualTo("410 TOKEN_GONE");
  }

  @Test
  void theAuthenticatorIsAskedAfterALinkToo() {
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    Call.system("test", Scope.user(ada.userId()))
        .run(
            () ->
                transactions.run(
                    Scope.user(ada.userId()), () -> factors.enrol(ada.userId(), secret)));
    requestLink(ada.email());

    JsonNode due = json(redeem(mailed("magic-link")));

    assertThat(due.get("status").asText()).isEqualTo("second_factor_required");
    assertThat(due.get("methods").toString()).isEqualTo("[\"totp\",\"backup_code\"]");
    var signedIn =
        people.confirmSecondFactor(
            Map.of(
                "challengeId",
                due.get("challengeId").asText(),
                "method",
                "totp",
                "code",
                Totp.codeAt(secret, clock.instant())));
    String token = json(signedIn).get("sessionToken").asText();
    assertThat(
            json(sessions.get(Events.get("/v1/session").bearer(token).build()))
                .at("/session/methods")
                .toString())
        .isEqualTo("[\"magic_link\",\"totp\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"banned", "disabled"})
  void whoIsBarredIsNotLetInByALink(String status) {
    requestLink(ada.email());
    Owner.update("UPDATE identity.users SET status = ? WHERE id = ?", status, ada.userId());

    assertThat(outcome(redeem(mailed("magic-link"))))
        .isEqualTo("403 ACCOUNT_" + status.toUpperCase(Locale.ROOT));
    assertThat(outcome(redeem(mailed("magic-link")))).isEqualTo("410 TOKEN_GONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example", "https://evil.example", "/\\\\evil.example"})
  void aLinkLeadsToNoOtherHost(String path) {
    var answer =
        links.request(
            post("/v1/auth/magic-link", Map.of("email", ada.email(), "redirectPath", path))
                .build());

    assertThat(outcome(answer)).isEqualTo("400 VALIDATION_FAILED");
    assertThat(mailbox.templates(ada.email())).doesNotContain("magic-link");
  }

  @Test
  void aResetSetsThePasswordAndEndsWhatWasOpen() {
    String device = trustedDevice();
    requestLink(ada.email());
    requestReset(ada.email());

    assertThat(outcome(reset(mailed("password-reset"), NEW_PASSWORD))).isEqualTo("204");

    assertThat(call(ada.sessionToken())).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(redeem(mailed("magic-link")))).isEqualTo("410 TOKEN_GONE");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD)))
        .isEqualTo("401 INVALID_CREDENTIALS");
    var withDevice =
        people.signIn(
            Map.of("email", ada.email(), "password", NEW_PASSWORD, "deviceToken", device));
    assertThat(json(withDevice).get("status").asText()).isEqualTo("second_factor_required");
    assertThat(mailbox.templates(ada.email())).contains("password-changed");
    assertThat(events("password_reset")).isEqualTo(1);
  }

  private String trustedDevice() {
    JsonNode challenge = json(people.signIn(ada.email(), People.PASSWORD));
    return json(people.confirmSecondFactor(
            Map.of(
                "challengeId",
                challenge.get("challengeId").asText(),
                "method",
                "email_code",
                "code",
                mailbox.code("sign-in-code", ada.email()),
                "trustDevice",
                true)))
        .get("deviceToken")
        .asText();
  }

  private long events(String type) {
    return Owner.count(
        """
        SELECT count(*) FROM identity.audit_authentication
        WHERE user_id = ? AND event_type = ? AND result = 'success'
        """,
        ada.userId(),
        type);
  }

  @Test
  void anEasyPasswordIsRefusedAndTheLinkStillWorks() {
    requestReset(ada.email());
    String token = mailed("password-reset");

    assertThat(outcome(reset(token, "short"))).isEqualTo("422 PASSWORD_REJECTED");

    assertThat(outcome(reset(token, NEW_PASSWORD))).isEqualTo("204");
  }

  // identity §5.3: a confirmed reset or a redeemed link clears the address.
  @Test
  void aStrangersGuessesDoNotKeepTheOwnerOut() {
    for (int i = 0; i < 6; i++) {
      people.signIn(ada.email(), "guess number " + i + " of many");
    }
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD)))
        .isEqualTo("429 TOO_MANY_ATTEMPTS");
    requestLink(ada.email());

    assertThat(outcome(redeem(mailed("magic-link")))).isEqualTo("200");

    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD))).isEqualTo("200");
  }

  @Test
  void anAddressGetsSoManyMailsAnHourAndNoMore() {
    String nobody = People.address();
    List<String> ofNobody = Stream.generate(() -> outcome(requestLink(nobody))).limit(6).toList();
    // One of the owner's five was the mail of the sign-up.
    List<String> ofAda =
        Stream.generate(() -> outcome(requestReset(ada.email()))).limit(5).toList();

    assertThat(ofNobody).startsWith("202", "202", "202", "202", "202");
    assertThat(ofNobody.getLast()).isEqualTo("429 TOO_MANY_REQUESTS");
    assertThat(ofAda.getLast()).isEqualTo("429 TOO_MANY_REQUESTS");
  }
}
