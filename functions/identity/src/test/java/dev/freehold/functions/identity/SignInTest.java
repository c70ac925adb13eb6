package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** identity-create-session: passwords, counters, what is due after a right one. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SignInTest {

  private static final String WRONG = "a short walk on a long pier";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject SettableClock clock;
  @Inject SessionFunctions sessions;

  private String email = "";
  private UUID user = new UUID(0, 0);
  private UUID organization = new UUID(0, 0);

  @BeforeEach
  void signUp() {
    People.SignedUp ada = people.signUp();
    organization = ada.organizationId();
    email = ada.email();
    user = ada.userId();
  }

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private APIGatewayV2HTTPResponse signIn(String password) {
    return people.signIn(email, password);
  }

  /** Signed in by password and mailed code, the device trusted from now on. */
  private JsonNode trustDevice() {
    String challenge = json(signIn(People.PASSWORD)).get("challengeId").asText();
    return json(
        people.confirmSecondFactor(
            Map.of(
                "challengeId",
                challenge,
                "method",
                "email_code",
                "code",
                mailbox.code("sign-in-code", email),
                "trustDevice",
                true)));
  }

  private long events(String type, String result) {
    return Owner.count(
        """
        SELECT count(*) FROM identity.audit_authentication
        WHERE user_id = ? AND event_type = ? AND result = ?
        """,
        user,
        type,
        result);
  }

  @Test
  void aPasswordAloneOpensNoSessionOnAnUnknownDevice() {
    long before = sessionsOf(user);

    var answer = signIn(People.PASSWORD);

    assertThat(outcome(answer)).isEqualTo("200");
    assertThat(json(answer).get("status").asText()).isEqualTo("second_factor_required");
    assertThat(json(answer).get("methods").toString()).isEqualTo("[\"email_code\"]");
    assertThat(mailbox.templates(email)).endsWith("sign-in-code");
    assertThat(sessionsOf(user)).isEqualTo(before);
  }

  private static long sessionsOf(UUID user) {
    return Owner.count("SELECT count(*) FROM identity.sessions WHERE user_id = ?", user);
  }

  @Test
  void theMailedCodeCompletesTheSignIn() {
    JsonNode signedIn = trustDevice();

    assertThat(signedIn.get("status").asText()).isEqualTo("signed_in");
    assertThat(signedIn.get("deviceToken").asText()).startsWith("fhd_");
    assertThat(
            Owner.value(
                "SELECT methods::text FROM identity.sessions WHERE token_hash = sha256(?)",
                signedIn
                    .get("sessionToken")
                    .asText()
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("{password,email_code}");
    assertThat(mailbox.templates(email)).endsWith("new-device");
  }

  @Test
  void aTrustedDeviceIsNotAskedAgainForThirtyDays() {
    String device = trustDevice().get("deviceToken").asText();
    var body = Map.of("email", email, "password", People.PASSWORD, "deviceToken", device);
    clock.advance(Duration.ofDays(30).minusMillis(1));

    var lastDay = people.signIn(body);
    clock.advance(Duration.ofMillis(1));
    var after = people.signIn(body);

    assertThat(json(lastDay).get("status").asText()).isEqualTo("signed_in");
    assertThat(json(after).get("status").asText()).isEqualTo("second_factor_required");
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
    long begun = System.nanoTime();
    var wrong = signIn(WRONG);
    long wrongNanos = System.nanoTime() - begun;
    begun = System.nanoTime();
    var unknown = people.signIn(People.address(), WRONG);
    long unknownNanos = System.nanoTime() - begun;

    assertThat(outcome(wrong)).isEqualTo("401 INVALID_CREDENTIALS");
    assertThat(outcome(unknown)).isEqualTo("401 INVALID_CREDENTIALS");
    assertThat(json(unknown).get("detail")).isEqualTo(json(wrong).get("detail"));
    // Never before the floor.
    assertThat(Math.min(wrongNanos, unknownNanos)).isGreaterThan(299_000_000L);
    assertThat(events("sign_in", "failure")).isEqualTo(1);
  }

  @Test
  void ofFiftyParallelWrongPasswordsAtMostFiveAreJudged() {
    // identity §8.3
    var outcomes = Race.run(50, () -> outcome(signIn(WRONG)));

    assertThat(Collections.frequency(outcomes, "401 INVALID_CREDENTIALS")).isEqualTo(5);
    assertThat(Collections.frequency(outcomes, "429 TOO_MANY_ATTEMPTS")).isEqualTo(45);
    assertThat(attemptsOf(email)).isEqualTo(5);
  }

  private static long attemptsOf(String email) {
    return Owner.count(
        """
        SELECT coalesce(max(f.attempt_count), 0) FROM identity.failed_attempts f
        JOIN identity.audit_authentication a ON a.subject_hash = f.subject_hash
        JOIN identity.user_emails e ON e.user_id = a.user_id WHERE e.email = ?
        """,
        email);
  }

  @Test
  void aRightPasswordWhileLockedIsRefusedAndWorksAfterTheLock() {
    // identity §8.4
    for (int i = 0; i < 5; i++) {
      assertThat(outcome(signIn(WRONG))).isEqualTo("401 INVALID_CREDENTIALS");
    }

    var locked = signIn(People.PASSWORD);
    clock.advance(Duration.ofSeconds(30).minusMillis(1));
    var lastMoment = signIn(People.PASSWORD);
    clock.advance(Duration.ofMillis(1));
    var after = signIn(People.PASSWORD);

    assertThat(outcome(locked)).isEqualTo("429 TOO_MANY_ATTEMPTS");
    assertThat(locked.getHeaders()).containsEntry("Retry-After", "30");
    assertThat(outcome(lastMoment)).isEqualTo("429 TOO_MANY_ATTEMPTS");
    assertThat(outcome(after)).isEqualTo("200");
    assertThat(attemptsOf(email)).isZero();
  }

  @Test
  void waitsDoubleThenLockForHalfAnHourAndTheOwnerIsToldOnce() {
    List<Duration> waits =
        List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30));
    for (int i = 0; i < 4; i++) {
      assertThat(outcome(signIn(WRONG))).isEqualTo("401 INVALID_CREDENTIALS");
    }

    for (Duration wait : waits) {
      assertThat(outcome(signIn(WRONG))).isEqualTo("401 INVALID_CREDENTIALS");
      assertThat(signIn(WRONG).getHeaders())
          .containsEntry("Retry-After", String.valueOf(wait.toSeconds()));
      clock.advance(wait);
    }

    assertThat(Collections.frequency(mailbox.templates(email), "account-locked")).isEqualTo(1);
    assertThat(events("locked", "success")).isEqualTo(1);
  }

  @Test
  void aCounterFallsAwayADayAfterTheLastFailure() {
    for (int i = 0; i < 4; i++) {
      signIn(WRONG);
    }
    clock.advance(Duration.ofHours(24));

    signIn(WRONG);

    assertThat(attemptsOf(email)).isEqualTo(1);
  }

  @Test
  void aStrangerDoesNotLockTheOwnerOutOfATrustedDevice() {
    String device = trustDevice().get("deviceToken").asText();
    Race.run(6, () -> outcome(signIn(WRONG)));

    assertThat(outcome(signIn(People.PASSWORD))).isEqualTo("429 TOO_MANY_ATTEMPTS");
    assertThat(
            json(people.signIn(
                    Map.of("email", email, "password", People.PASSWORD, "deviceToken", device)))
                .get("status")
                .asText())
        .isEqualTo("signed_in");
  }

  @Test
  void tenWrongPasswordsEndADevicesTrust() {
    String device = trustDevice().get("deviceToken").asText();
    var wrong = Map.of("email", email, "password", WRONG, "deviceToken", device);
    for (int i = 0; i < 10; i++) {
      assertThat(outcome(people.signIn(wrong))).isEqualTo("401 INVALID_CREDENTIALS");
    }

    var answer =
        people.signIn(Map.of("email", email, "password", People.PASSWORD, "deviceToken", device));

    assertThat(json(answer).get("status").asText()).isEqualTo("second_factor_required");
    assertThat(Owner.count("SELECT count(*) FROM identity.trusted_devices WHERE user_id = ?", user))
        .isZero();
  }

  @Test
  void bannedAndDisabledPeopleAreToldAfterTheRightPasswordOnly() {
    Owner.update(
        """
        UPDATE identity.users SET status = 'banned', ban_reason = 'spam', ban_expires_at = ?
        WHERE id = ?
        """,
        Rows.NOW.plusSeconds(3600),
        user);

    var banned = signIn(People.PASSWORD);
    assertThat(outcome(banned)).isEqualTo("403 ACCOUNT_BANNED");
    assertThat(json(banned).get("banReason").asText()).isEqualTo("spam");
    assertThat(json(banned).get("banExpiresAt").asText()).isEqualTo("2026-04-01T11:00:00.000Z");
    assertThat(outcome(signIn(WRONG))).isEqualTo("401 INVALID_CREDENTIALS");

    Owner.update(
        """
        UPDATE identity.users SET status = 'disabled', ban_reason = NULL, ban_expires_at = NULL
        WHERE id = ?
        """,
        user);
    assertThat(outcome(signIn(People.PASSWORD))).isEqualTo("403 ACCOUNT_DISABLED");
  }

  @Test
  void anUnprovedAddressGetsAnotherMail() {
    Owner.update("UPDATE identity.user_emails SET verified_at = NULL WHERE user_id = ?", user);

    assertThat(outcome(signIn(People.PASSWORD))).isEqualTo("403 EMAIL_NOT_VERIFIED");
    assertThat(outcome(signIn(People.PASSWORD))).isEqualTo("403 EMAIL_NOT_VERIFIED");

    assertThat(Collections.frequency(mailbox.templates(email), "email-verification")).isEqualTo(2);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.verifications
                WHERE user_id = ? AND kind = 'email_verification' AND consumed_at IS NULL
                """,
                user))
        .isEqualTo(1);
  }

  @Test
  void whenTheTransactionAfterTheJudgementFailsTheAttemptStaysCharged() throws SQLException {
    // identity §8.24
    long mails = mailbox.templates(email).size();
    try (Connection other = Owner.connect("postgres");
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE identity.verifications IN EXCLUSIVE MODE");

      assertThat(outcome(signIn(People.PASSWORD))).isEqualTo("503 UNAVAILABLE");
      other.rollback();
    }

    assertThat(mailbox.templates(email)).hasSize((int) mails);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.verifications
                WHERE user_id = ? AND kind = 'second_factor'
                """,
                user))
        .isZero();
    signIn(WRONG);
    assertThat(attemptsOf(email)).isEqualTo(2);
  }

  @Test
  void twoSignInsUpgradeOneWeakHashOnce() {
    // identity §8.22, for Argon2 with weaker parameters
    Owner.update(
        "UPDATE identity.accounts SET password_hash = ? WHERE user_id = ?",
        "$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg",
        user);

    var outcomes = Race.run(2, () -> outcome(signIn("password")));

    assertThat(outcomes).containsOnly("200");
    assertThat(events("hash_upgraded", "success")).isEqualTo(1);
    assertThat(
            String.valueOf(
                Owner.value("SELECT password_hash FROM identity.accounts WHERE user_id = ?", user)))
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void theFiftyFirstSessionEndsTheOldest() {
    String device = trustDevice().get("deviceToken").asText();
    UUID oldest =
        (UUID)
            Owner.value(
                """
                SELECT id FROM identity.sessions WHERE user_id = ? ORDER BY created_at, id LIMIT 1
                """,
                user);
    for (long i = sessionsOf(user); i < 50; i++) {
      Rows.session(user, organization, Rows.NOW.plusSeconds(i), "password");
    }

    people.signIn(Map.of("email", email, "password", People.PASSWORD, "deviceToken", device));

    assertThat(sessionsOf(user)).isEqualTo(50);
    assertThat(Owner.count("SELECT count(*) FROM identity.sessions WHERE id = ?", oldest)).isZero();
  }

  @Test
  void aDeviceThatIsTakenBackMeanwhileIsAskedAgain() {
    String device = trustDevice().get("deviceToken").asText();

    JsonNode answer =
        Race.during(
            other ->
                Race.change(
                    other,
                    "DELETE FROM identity.trusted_devices WHERE user_id = '%s'".formatted(user)),
            other -> {},
            () ->
                json(
                    people.signIn(
                        Map.of(
                            "email", email, "password", People.PASSWORD, "deviceToken", device))));

    assertThat(answer.get("status").asText()).isEqualTo("second_factor_required");
  }

  @Test
  void whoIsShutOutMeanwhileGetsNoSessionThatWaitsForTheEndOfIt() {
    String device = trustDevice().get("deviceToken").asText();
    long before = sessionsOf(user);

    String outcome =
        Race.during(
            other ->
                Race.change(
                    other,
                    "UPDATE identity.users SET status = 'disabled' WHERE id = '%s'"
                        .formatted(user)),
            other -> {},
            () ->
                outcome(
                    people.signIn(
                        Map.of(
                            "email", email, "password", People.PASSWORD, "deviceToken", device))));

    assertThat(outcome).isEqualTo("403 ACCOUNT_DISABLED");
    assertThat(sessionsOf(user)).isEqualTo(before);
  }

  @Test
  void aPasswordHasNoEnd() {
    clock.advance(Duration.ofDays(4000));

    assertThat(outcome(signIn(People.PASSWORD))).isEqualTo("200");
  }
}
