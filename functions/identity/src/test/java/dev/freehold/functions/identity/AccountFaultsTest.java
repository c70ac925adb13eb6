package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One's own account when guessed at, raced for, or left half way. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AccountFaultsTest {

  private static final String NEW_PASSWORD = "a brisk run up the harbour wall";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject MagicLinkFunctions links;
  @Inject PasswordFunctions passwords;
  @Inject SessionFunctions sessions;
  @Inject OwnSessionFunctions own;
  @Inject UserFunctions users;
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

  private APIGatewayV2HTTPResponse change(String current, String next) {
    return passwords.change(
        post("/v1/users/me/password", Map.of("currentPassword", current, "newPassword", next))
            .bearer(ada.sessionToken())
            .build());
  }

  private APIGatewayV2HTTPResponse reauthenticate(String secret) {
    return own.confirm(
        post("/v1/session/reauthenticate", Map.of("method", "password", "secret", secret))
            .bearer(ada.sessionToken())
            .build());
  }

  private APIGatewayV2HTTPResponse requestLink(String email) {
    return links.request(post("/v1/auth/magic-link", Map.of("email", email)).build());
  }

  private APIGatewayV2HTTPResponse requestReset(String email) {
    return passwords.requestReset(post("/v1/auth/password-reset", Map.of("email", email)).build());
  }

  private APIGatewayV2HTTPResponse redeem() {
    return links.redeem(
        post("/v1/auth/magic-link/redeem", Map.of("token", mailed("magic-link"))).build());
  }

  private APIGatewayV2HTTPResponse reset() {
    return passwords.confirmReset(
        post(
                "/v1/auth/password-reset/confirm",
                Map.of("token", mailed("password-reset"), "password", NEW_PASSWORD))
            .build());
  }

  private String mailed(String template) {
    String link = mailbox.secret(template, ada.email(), "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  private String call(String token) {
    return outcome(sessions.get(Events.get("/v1/session").bearer(token).build()));
  }

  private long sessionsOfAda() {
    return Owner.count("SELECT count(*) FROM identity.sessions WHERE user_id = ?", ada.userId());
  }

  private long attempts() {
    return Owner.count(
        """
        SELECT coalesce(sum(attempt_count), 0) FROM identity.failed_attempts
        WHERE kind = 'second_factor' AND last_attempt_at >= ?
        """,
        clock.instant());
  }

  // identity §8.3, for the current password
  @Test
  void ofTwentyParallelWrongCurrentPasswordsAtMostFiveAreJudged() {
    var outcomes = Race.run(20, () -> outcome(change("a wrong one", NEW_PASSWORD)));

    assertThat(Collections.frequency(outcomes, "422 CURRENT_PASSWORD_WRONG")).isEqualTo(5);
    assertThat(Collections.frequency(outcomes, "429 TOO_MANY_ATTEMPTS")).isEqualTo(15);
  }

  // identity §8.3: one counter of the password, whichever way it is tried.
  @Test
  void triesToChangeAndToReauthenticateCountTogether() {
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(change("a wrong one", NEW_PASSWORD)))
          .isEqualTo("422 CURRENT_PASSWORD_WRONG");
    }
    assertThat(outcome(reauthenticate("a wrong one"))).isEqualTo("422 CODE_WRONG");
    assertThat(outcome(reauthenticate("a wrong one"))).isEqualTo("422 CODE_WRONG");

    assertThat(outcome(change(People.PASSWORD, NEW_PASSWORD))).isEqualTo("429 TOO_MANY_ATTEMPTS");
  }

  // identity §8.4, for reauthentication
  @Test
  void theRightPasswordWhileLockedIsRefusedAndWorksAfterTheLock() {
    for (int i = 0; i < 5; i++) {
      assertThat(outcome(reauthenticate("a wrong one"))).isEqualTo("422 CODE_WRONG");
    }

    var locked = reauthenticate(People.PASSWORD);
    clock.advance(Duration.ofSeconds(30).minusMillis(1));
    var lastMoment = reauthenticate(People.PASSWORD);
    clock.advance(Duration.ofMillis(1));
    var after = reauthenticate(People.PASSWORD);

    assertThat(outcome(locked)).isEqualTo("429 TOO_MANY_ATTEMPTS");
    assertThat(locked.getHeaders()).containsEntry("Retry-After", "30");
    assertThat(outcome(lastMoment)).isEqualTo("429 TOO_MANY_ATTEMPTS");
    assertThat(outcome(after)).isEqualTo("200");
    // The counter is gone: four more may be wrong without a wait.
    for (int i = 0; i < 4; i++) {
      assertThat(outcome(reauthenticate("a wrong one"))).isEqualTo("422 CODE_WRONG");
    }
    assertThat(outcome(reauthenticate(People.PASSWORD))).isEqualTo("200");
  }

  @Test
  void theOwnerIsToldOnceThatThePasswordIsGuessedAt() {
    for (int i = 0; i < 11; i++) {
      assertThat(outcome(change("a wrong one", NEW_PASSWORD)))
          .isEqualTo("422 CURRENT_PASSWORD_WRONG");
      clock.advance(Duration.ofMinutes(30));
    }

    assertThat(Collections.frequency(mailbox.templates(ada.email()), "account-locked"))
        .isEqualTo(1);
  }

  // identity §8.6
  @Test
  void aSessionEndedByAResetIsRefusedByEveryFunction() {
    requestReset(ada.email());
    assertThat(outcome(reset())).isEqualTo("204");

    String token = ada.sessionToken();
    List<Supplier<APIGatewayV2HTTPResponse>> calls =
        List.of(
            () -> users.get(Events.get("/v1/users/me").bearer(token).build()),
            () -> own.list(Events.get("/v1/users/me/sessions").bearer(token).build()),
            () -> sessions.get(Events.get("/v1/session").bearer(token).build()),
            () -> change(People.PASSWORD, NEW_PASSWORD),
            () -> reauthenticate(NEW_PASSWORD));
    for (var call : calls) {
      assertThat(outcome(call.get())).isEqualTo("401 UNAUTHENTICATED");
    }
  }

  @Test
  void ofTwoChangesOfOnePasswordAtOnceOneSucceeds() {
    List<String> outcomes =
        Race.run(
            List.of(
                () -> outcome(change(People.PASSWORD, NEW_PASSWORD)),
                () -> outcome(change(People.PASSWORD, NEW_PASSWORD + " again"))));

    assertThat(outcomes).containsExactlyInAnyOrder("204", "422 CURRENT_PASSWORD_WRONG");
    assertThat(Collections.frequency(mailbox.templates(ada.email()), "password-changed"))
        .isEqualTo(1);
  }

  /** Whichever comes first, nobody is signed in who has not got the new password. */
  @Test
  void aLinkRacedByAResetOpensNothingThatStays() {
    requestLink(ada.email());
    requestReset(ada.email());

    var outcomes = Race.run(List.of(() -> outcome(redeem()), () -> outcome(reset())));

    assertThat(outcomes.get(1)).isEqualTo("204");
    assertThat(outcomes.get(0)).isIn("200", "410 TOKEN_GONE");
    assertThat(sessionsOfAda()).isLessThanOrEqualTo(outcomes.get(0).equals("200") ? 1 : 0);
    assertThat(outcome(redeem())).isEqualTo("410 TOKEN_GONE");
  }

  // identity §8.24, for a reset
  @Test
  void whenTheResetsTransactionFailsTheOldPasswordAndTheLinkStay() throws SQLException {
    requestReset(ada.email());
    long mails = mailbox.templates(ada.email()).size();

    whileLocked(
        "identity.sessions", () -> assertThat(outcome(reset())).isEqualTo("503 UNAVAILABLE"));

    assertThat(call(ada.sessionToken())).isEqualTo("200");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD))).isEqualTo("200");
    assertThat(mailbox.templates(ada.email())).hasSize((int) mails + 1).endsWith("sign-in-code");
    assertThat(outcome(reset())).isEqualTo("204");
  }

  // identity §8.24, for a link
  @Test
  void whenTheLinksTransactionFailsNobodyIsSignedInAndTheLinkStays() throws SQLException {
    requestLink(ada.email());
    long before = sessionsOfAda();

    whileLocked(
        "identity.sessions", () -> assertThat(outcome(redeem())).isEqualTo("503 UNAVAILABLE"));

    assertThat(sessionsOfAda()).isEqualTo(before);
    assertThat(outcome(redeem())).isEqualTo("200");
  }

  // identity §8.24, for the current password
  @Test
  void whenTheChangesTransactionFailsTheAttemptStaysCharged() throws SQLException {
    clock.advance(Duration.ofDays(400));
    ada = people.signUp();

    whileLocked(
        "identity.trusted_devices",
        () ->
            assertThat(outcome(change(People.PASSWORD, NEW_PASSWORD)))
                .isEqualTo("503 UNAVAILABLE"));

    assertThat(attempts()).isEqualTo(1);
    assertThat(mailbox.templates(ada.email())).doesNotContain("password-changed");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD))).isEqualTo("200");
  }

  private static void whileLocked(String table, Runnable work) throws SQLException {
    try (Connection other = Owner.connect("postgres");
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
      work.run();
      other.rollback();
    }
  }

  /** Known or not, asking for a link or a reset takes the time of the floor at least. */
  @Test
  void noAnswerComesBeforeTheFloor() {
    for (String email : List.of(ada.email(), People.address())) {
      assertThat(nanos(() -> requestLink(email))).isGreaterThan(299_000_000L);
      assertThat(nanos(() -> requestReset(email))).isGreaterThan(299_000_000L);
    }
    String decoy = json(people.startSignUp(ada.email())).get("signUpId").asText();
    clock.advance(Duration.ofSeconds(60));
    assertThat(nanos(() -> people.resendSignUp(decoy))).isGreaterThan(299_000_000L);
  }

  private static long nanos(Supplier<APIGatewayV2HTTPResponse> call) {
    long from = System.nanoTime();
    assertThat(outcome(call.get())).isEqualTo("202");
    return System.nanoTime() - from;
  }

  /** An imported address that somebody else has proved since the link went out. */
  @Test
  void aLinkToAnAddressThatHasBecomeAnothersIsGone() {
    Owner.update(
        "UPDATE identity.user_emails SET verified_at = NULL WHERE user_id = ?", ada.userId());
    requestLink(ada.email());
    requestReset(ada.email());
    UUID other = people.signUp().userId();
    Owner.update(
        """
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, verified_at, via,
          delivery_status, created_at, updated_at)
        VALUES (?, ?, ?, false, ?, 'added', 'ok', ?, ?)
        """,
        UUID.randomUUID(),
        other,
        ada.email(),
        Rows.NOW,
        Rows.NOW,
        Rows.NOW);

    assertThat(outcome(redeem())).isEqualTo("410 TOKEN_GONE");
    assertThat(outcome(reset())).isEqualTo("410 TOKEN_GONE");
  }

  @Test
  void nobodyLeavesAnOrganizationBySendingNothing() {
    var answer =
        own.select(
            Events.of("PUT", "/v1/session/organization")
                .bearer(ada.sessionToken())
                .json("{}")
                .build());

    assertThat(outcome(answer)).isEqualTo("400 VALIDATION_FAILED");
    assertThat(json(answer).at("/errors/0/code").asText()).isEqualTo("REQUIRED");
  }

  @Test
  void sessionsArePagedAndAForgedCursorIsRefused() {
    for (int i = 1; i <= 3; i++) {
      Rows.session(ada.userId(), ada.organizationId(), Rows.NOW.plusSeconds(i), "password");
    }
    JsonNode first = json(own.list(listing("limit=3")));
    assertThat(first.get("data")).hasSize(3);
    String cursor = first.at("/pagination/nextCursor").asText();
    JsonNode second = json(own.list(listing("cursor=" + cursor)));
    assertThat(second.get("data")).hasSize(1);
    assertThat(second.at("/data/0/current").asBoolean()).isTrue();

    for (List<String> values :
        List.of(List.of("yesterday", "x"), List.of("2026-04-01T10:00:00Z"))) {
      assertThat(outcome(own.list(listing("cursor=" + forged(cursor, values)))))
          .isEqualTo("400 CURSOR_INVALID");
    }
  }

  /** The cursor of the same query with other sort values. */
  private static String forged(String cursor, List<String> values) {
    var parts = new ArrayList<String>();
    parts.add(
        Json.tree(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8))
            .get(0)
            .asText());
    parts.addAll(values);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.write(parts).getBytes(StandardCharsets.UTF_8));
  }

  private APIGatewayV2HTTPEvent listing(String query) {
    return Events.get("/v1/users/me/sessions?" + query).bearer(ada.sessionToken()).build();
  }
}
