package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Getting around the authenticator, or using one of its codes again. */
class SecondFactorTest {

  private Tenant ada;
  private Authenticator app;

  @BeforeEach
  void enrol() {
    ada = Tenant.signUp(HTTP);
    app = Authenticator.enrol(ada);
  }

  private Reply signIn() {
    return HTTP.post("/v1/auth/sign-in", Map.of("email", ada.email(), "password", Tenant.PASSWORD))
        .is(200);
  }

  /** Nothing of a session is in the answer. */
  private static String challenge(Reply reply) {
    assertThat(reply.text("/status")).isEqualTo("second_factor_required");
    assertThat(reply.text()).doesNotContain("fhs_");
    assertThat(reply.headers().allValues("Set-Cookie")).isEmpty();
    return reply.text("/challengeId");
  }

  private static Reply confirm(String challenge, String method, String code) {
    return HTTP.post(
        "/v1/auth/second-factor", Map.of("challengeId", challenge, "method", method, "code", code));
  }

  @Test
  void aPasswordAloneOpensNothing() {
    challenge(signIn());
  }

  @Test
  void aMailedLinkAloneOpensNothing() {
    HTTP.post("/v1/auth/magic-link", Map.of("email", ada.email())).is(202);

    challenge(
        HTTP.post(
                "/v1/auth/magic-link/redeem",
                Map.of("token", Tenant.token(HTTP, "magic-link", ada.email())))
            .is(200));
  }

  @Test
  void aResetTakesNoAuthenticatorAway() {
    HTTP.post("/v1/auth/password-reset", Map.of("email", ada.email())).is(202);
    HTTP.post(
            "/v1/auth/password-reset/confirm",
            Map.of(
                "token",
                Tenant.token(HTTP, "password-reset", ada.email()),
                "password",
                "a brisk run up the harbour wall"))
        .is(204);

    challenge(
        HTTP.post(
                "/v1/auth/sign-in",
                Map.of("email", ada.email(), "password", "a brisk run up the harbour wall"))
            .is(200));
  }

  @Test
  void theMailboxIsNoWayAroundTheAuthenticator() {
    String challenge = challenge(signIn());

    confirm(challenge, "email_code", "123456").refused(409, "METHOD_NOT_AVAILABLE");
    HTTP.post("/v1/auth/second-factor/resend", Map.of("challengeId", challenge))
        .refused(409, "METHOD_NOT_AVAILABLE");
  }

  /** A key acts without its owner at hand: it takes no step for them, and undoes none. */
  @Test
  void aKeyTakesTheAuthenticatorFromNobody() {
    Client key = HTTP.as(ada.key(HTTP, "organizations:read"));

    key.get("/v1/users/me/two-factor").refused(403, "PERMISSION_DENIED");
    key.post("/v1/users/me/two-factor/disable", Map.of("code", app.nextCode()))
        .refused(403, "PERMISSION_DENIED");
    key.post("/v1/session/reauthenticate", Map.of("method", "totp", "secret", app.nextCode()))
        .refused(403, "PERMISSION_DENIED");
  }

  /** A stolen session older than a quarter of an hour changes no factor, without the factor. */
  @Test
  void anOldSessionChangesNoFactor() {
    Client asAda = HTTP.as(ada.session());
    Tenant.advance(HTTP, "PT16M");

    asAda
        .post("/v1/users/me/two-factor/disable", Map.of("code", app.code()))
        .refused(403, "REAUTHENTICATION_REQUIRED");
    asAda
        .post("/v1/session/reauthenticate", Map.of("method", "password", "secret", Tenant.PASSWORD))
        .refused(409, "METHOD_NOT_AVAILABLE");
  }

  /** identity §8.7. */
  @Test
  void aCodeOpensOneSession() {
    String first = challenge(signIn());
    String second = challenge(signIn());
    String code = app.nextCode();
    confirm(first, "totp", code).is(200);

    confirm(second, "totp", code).refused(422, "CODE_WRONG");
    confirm(first, "totp", code).refused(410, "CHALLENGE_GONE");
  }

  /** identity §8.7. */
  @Test
  void aBackupCodeOpensOneSession() {
    String code = app.backupCodes().getFirst();
    confirm(challenge(signIn()), "backup_code", code).is(200);

    confirm(challenge(signIn()), "backup_code", code).refused(422, "CODE_WRONG");
    confirm(challenge(signIn()), "backup_code", app.backupCodes().get(1)).is(200);
  }

  /**
   * A million codes are not many: the fifth wrong one ends the challenge and makes the next wait.
   */
  @Test
  void guessingEndsSoon() {
    String challenge = challenge(signIn());
    String right = app.nextCode();
    String wrong = right.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      confirm(challenge, "totp", wrong).refused(422, "CODE_WRONG");
    }

    confirm(challenge, "totp", right).refused(410, "CHALLENGE_GONE");
    Reply waiting = confirm(challenge(signIn()), "totp", right).refused(429, "TOO_MANY_ATTEMPTS");

    assertThat(waiting.header("Retry-After")).matches("[1-9][0-9]*");
  }

  /** An operator's permissions need the factor, whatever opened the session. */
  @Test
  void anOrganizationsDemandIsNotMetByAPassword() {
    Tenant bob = Tenant.signUp(HTTP);
    Client asBob = HTTP.as(bob.session());
    asBob
        .patch("/v1/organizations/" + bob.organizationId(), Map.of("requireTwoFactor", true))
        .refused(422, "OWN_TWO_FACTOR_MISSING");
    Client asAda = HTTP.as(ada.session());
    asAda
        .patch("/v1/organizations/" + ada.organizationId(), Map.of("requireTwoFactor", true))
        .is(200);
    String token =
        HTTP.as(Members.join(asAda, ada, bob, "member"))
            .get("/v1/organizations/%s/members".formatted(ada.organizationId()))
            .refused(403, "TWO_FACTOR_REQUIRED")
            .text();

    assertThat(token).doesNotContain("data");
    assertThat(List.of(asAda.get("/v1/platforms").status())).containsExactly(200);
  }
}
