package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A new password and a sign-in at the same moment: whoever commits first, nothing that the old
 * password opened outlives it.
 */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class PasswordRaceTest {

  private static final String NEW_PASSWORD = "a brisk run up the harbour wall";

  /** Of another password than the one people sign up with. */
  private static final String OTHER_HASH =
      "$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject PasswordFunctions passwords;

  private People.SignedUp ada = new People.SignedUp("", new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void signUp() {
    ada = people.signUp();
  }

  private APIGatewayV2HTTPResponse signIn() {
    return people.signIn(ada.email(), People.PASSWORD);
  }

  @Test
  void aPasswordThatIsReplacedWhileItIsJudgedOpensNothing() {
    String outcome =
        Race.during(
            other ->
                Race.change(
                    other,
                    "UPDATE identity.accounts SET password_hash = '%s' WHERE user_id = '%s'"
                        .formatted(OTHER_HASH, ada.userId())),
            other -> {},
            () -> outcome(signIn()));

    assertThat(outcome).isEqualTo("401 INVALID_CREDENTIALS");
    assertThat(openChallenges()).isZero();
  }

  @Test
  void aResetEndsTheSessionOfASecondStepThatIsTakenMeanwhile() {
    String challenge = json(signIn()).get("challengeId").asText();
    String token = resetToken();

    String outcome =
        Race.during(
            other -> {
              Race.change(
                  other,
                  "UPDATE identity.verifications SET consumed_at = created_at WHERE id = '%s'"
                      .formatted(challenge));
              Race.change(
                  other,
                  """
                  INSERT INTO identity.sessions
                  SELECT (jsonb_populate_record(s, jsonb_build_object(
                    'id', gen_random_uuid(), 'token_hash', sha256(uuid_send(gen_random_uuid()))))).*
                  FROM identity.sessions s WHERE s.user_id = '%s'
                  """
                      .formatted(ada.userId()));
            },
            other -> {},
            () -> outcome(reset(token)));

    assertThat(outcome).isEqualTo("204");
    assertThat(
            Owner.count("SELECT count(*) FROM identity.sessions WHERE user_id = ?", ada.userId()))
        .isZero();
  }

  private long openChallenges() {
    return Owner.count(
        """
        SELECT count(*) FROM identity.verifications
        WHERE user_id = ? AND kind = 'second_factor' AND consumed_at IS NULL
        """,
        ada.userId());
  }

  private String resetToken() {
    passwords.requestReset(
        Events.post("/v1/auth/password-reset")
            .ip(People.network())
            .json(Json.write(Map.of("email", ada.email())))
            .build());
    String link = mailbox.secret("password-reset", ada.email(), "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  private APIGatewayV2HTTPResponse reset(String token) {
    return passwords.confirmReset(
        Events.post("/v1/auth/password-reset/confirm")
            .ip(People.network())
            .json(Json.write(Map.of("token", token, "password", NEW_PASSWORD)))
            .build());
  }
}
