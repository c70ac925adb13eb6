package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
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
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** identity-confirm-second-factor: mailed codes, authenticators, backup codes. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SecondFactorTest {

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject SettableClock clock;
  @Inject SecondFactors factors;
  @Inject Passwords passwords;
  @Inject Transactions transactions;

  private final byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
  private String email = "";
  private UUID user = new UUID(0, 0);

  @BeforeEach
  void signUp() {
    People.SignedUp ada = people.signUp();
    email = ada.email();
    user = ada.userId();
  }

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private void enrol() {
    Call.system("test", Scope.user(user))
        .run(() -> transactions.run(Scope.user(user), () -> factors.enrol(user, secret)));
  }

  private void addBackupCode(String selector, String rest) {
    Owner.update(
        """
        INSERT INTO identity.backup_codes (id, user_id, selector, code_hash, created_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        UUID.randomUUID(),
        user,
        selector,
        passwords.hash(rest),
        Rows.NOW);
  }

  private String challenge() {
    JsonNode answer = json(people.signIn(email, People.PASSWORD));
    assertThat(answer.get("status").asText()).isEqualTo("second_factor_required");
    return answer.get("challengeId").asText();
  }

  private APIGatewayV2HTTPResponse confirm(String challenge, String method, String code) {
    return people.confirmSecondFactor(
        Map.of("challengeId", challenge, "method", method, "code", code));
  }

  private String totp() {
    return Totp.codeAt(secret, clock.instant());
  }

  private String wrongTotp() {
    return totp().equals("000000") ? "000001" : "000000";
  }

  @Test
  void anAuthenticatorIsAskedInsteadOfTheMailbox() {
    enrol();

    JsonNode answer = json(people.signIn(email, People.PASSWORD));

    assertThat(answer.get("methods").toString()).isEqualTo("[\"totp\",\"backup_code\"]");
    assertThat(mailbox.templates(email)).doesNotContain("sign-in-code");
    var signedIn = confirm(answer.get("challengeId").asText(), "totp", totp());
    assertThat(outcome(signedIn)).isEqualTo("200");
    assertThat(json(signedIn).get("user").get("twoFactorEnabled").asBoolean()).isTrue();
  }

  @Test
  void onlyTheMethodsOfTheChallengeAreOpen() {
    String mailed = challenge();
    assertThat(outcome(confirm(mailed, "totp", "123456"))).isEqualTo("409 METHOD_NOT_AVAILABLE");
    enrol();
    String enrolled = challenge();

    assertThat(outcome(confirm(enrolled, "email_code", "123456")))
        .isEqualTo("409 METHOD_NOT_AVAILABLE");
    assertThat(outcome(confirm(enrolled, "totp", totp()))).isEqualTo("200");
  }

  @Test
  void oneCodeOfAnAuthenticatorWorksOnce() {
    // identity §8.7
    enrol();
    String first = challenge();
    String second = challenge();

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(confirm(first, "totp", totp())),
                () -> outcome(confirm(second, "totp", totp()))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "422 CODE_WRONG");
    assertThat(outcome(confirm(challenge(), "totp", totp()))).isEqualTo("422 CODE_WRONG");
    clock.advance(Duration.ofSeconds(30));
    assertThat(outcome(confirm(challenge(), "totp", totp()))).isEqualTo("200");
  }

  @Test
  void oneBackupCodeWorksOnce() {
    // identity §8.7
    enrol();
    addBackupCode("ABCD", "EFGHJKLMNPQR");
    String first = challenge();
    String second = challenge();

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(confirm(first, "backup_code", "abcd-efgh-jklm-npqr")),
                () -> outcome(confirm(second, "backup_code", "ABCDEFGHJKLMNPQR"))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "422 CODE_WRONG");
    assertThat(outcome(confirm(challenge(), "backup_code", "ABCD-EFGH-JKLM-NPQR")))
        .isEqualTo("422 CODE_WRONG");
  }

  @Test
  void fewBackupCodesLeftAreTold() {
    enrol();
    for (String selector : List.of("AAAA", "BBBB", "CCCC", "DDDD")) {
      addBackupCode(selector, "EFGHJKLMNPQR");
    }

    assertThat(outcome(confirm(challenge(), "backup_code", "AAAA-EFGH-JKLM-NPQR")))
        .isEqualTo("200");

    assertThat(mailbox.templates(email)).endsWith("backup-codes-low");
  }

  /** Often enough that without the guard one of them is lost. */
  @RepeatedTest(8)
  void oneChallengeUsedTwiceAtOnceOpensOneSession() {
    // identity §8.8
    String challenge = challenge();
    String code = mailbox.code("sign-in-code", email);
    long before = Owner.count("SELECT count(*) FROM identity.sessions WHERE user_id = ?", user);

    var outcomes = Race.run(4, () -> outcome(confirm(challenge, "email_code", code)));

    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            "200", "410 CHALLENGE_GONE", "410 CHALLENGE_GONE", "410 CHALLENGE_GONE");
    assertThat(Owner.count("SELECT count(*) FROM identity.sessions WHERE user_id = ?", user))
        .isEqualTo(before + 1);
  }

  @Test
  void aChallengeDiesAfterFiveMinutes() {
    String challenge = challenge();
    String code = mailbox.code("sign-in-code", email);

    clock.advance(Duration.ofMinutes(5));

    assertThat(outcome(confirm(challenge, "email_code", code))).isEqualTo("410 CHALLENGE_GONE");
  }

  @Test
  void wrongCodesCountOverAllChallengesAndEndTheOne() {
    enrol();
    String first = challenge();
    for (int i = 0; i < 4; i++) {
      assertThat(outcome(confirm(first, "totp", wrongTotp()))).isEqualTo("422 CODE_WRONG");
    }
    String second = challenge();
    assertThat(outcome(confirm(second, "totp", wrongTotp()))).isEqualTo("422 CODE_WRONG");

    var locked = confirm(second, "totp", totp());
    assertThat(outcome(locked)).isEqualTo("429 TOO_MANY_ATTEMPTS");
    assertThat(locked.getHeaders()).containsEntry("Retry-After", "30");

    clock.advance(Duration.ofSeconds(30));
    // A refused attempt was not charged: the first challenge has its fifth try left.
    assertThat(outcome(confirm(first, "totp", wrongTotp()))).isEqualTo("422 CODE_WRONG");
    clock.advance(Duration.ofMinutes(1));
    assertThat(outcome(confirm(first, "totp", totp()))).isEqualTo("410 CHALLENGE_GONE");
    assertThat(outcome(confirm(second, "totp", totp()))).isEqualTo("200");
  }

  @Test
  void ofTwentyParallelWrongCodesAtMostFiveAreJudged() {
    // identity §8.3, for second factors
    enrol();
    String challenge = challenge();

    var outcomes = Race.run(20, () -> outcome(confirm(challenge, "totp", wrongTotp())));

    assertThat(outcomes).filteredOn("422 CODE_WRONG"::equals).hasSize(5);
    assertThat(outcomes).doesNotContain("200");
  }

  @Test
  void operatorsDevicesAreNeverTrusted() {
    Owner.update("UPDATE identity.users SET role = 'admin' WHERE id = ?", user);
    String challenge = challenge();

    var answer =
        people.confirmSecondFactor(
            Map.of(
                "challengeId",
                challenge,
                "method",
                "email_code",
                "code",
                mailbox.code("sign-in-code", email),
                "trustDevice",
                true));

    assertThat(json(answer).get("deviceToken").isNull()).isTrue();
  }

  @Test
  void aPersonBannedMeanwhileDoesNotGetIn() {
    String challenge = challenge();
    String code = mailbox.code("sign-in-code", email);

    Owner.update("UPDATE identity.users SET status = 'banned' WHERE id = ?", user);

    assertThat(outcome(confirm(challenge, "email_code", code))).isEqualTo("410 CHALLENGE_GONE");
  }
}
