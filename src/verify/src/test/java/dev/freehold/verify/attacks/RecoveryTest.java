package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;
import static dev.freehold.verify.attacks.Target.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting in by what is there for who has lost their password, or staying in after a change. */
class RecoveryTest {

  private static final String NEW_PASSWORD = "a brisk run up the harbour wall";

  private static String linkOf(String template, String email) {
    Tenant.settle(HTTP);
    return HTTP.get("/v1/sandbox/mail?to=%s&template=%s".formatted(email, template))
        .is(200)
        .text("/data/0/links/0");
  }

  private static String tokenOf(String template, String email) {
    return Tenant.token(HTTP, template, email);
  }

  private static void askForLink(String email) {
    HTTP.post("/v1/auth/magic-link", Map.of("email", email)).is(202);
  }

  private static void reset(Tenant tenant) {
    HTTP.post("/v1/auth/password-reset", Map.of("email", tenant.email())).is(202);
    Reply done =
        HTTP.post(
                "/v1/auth/password-reset/confirm",
                Map.of(
                    "token", tokenOf("password-reset", tenant.email()), "password", NEW_PASSWORD))
            .is(204);
    // A reset signs nobody in.
    assertThat(done.text()).isEmpty();
    assertThat(done.headers().allValues("Set-Cookie")).isEmpty();
  }

  private static void change(Tenant tenant) {
    HTTP.as(tenant.session())
        .post(
            "/v1/users/me/password",
            Map.of("currentPassword", Tenant.PASSWORD, "newPassword", NEW_PASSWORD))
        .is(204);
  }

  /** Whoever stole a session is out from the next call on. */
  @ParameterizedTest
  @ValueSource(strings = {"change", "reset", "revoke-all", "revoke"})
  void aStolenSessionIsDeadAfter(String act) {
    Tenant ada = Tenant.signUp(HTTP);
    Client thief = HTTP.as(ada.signIn(HTTP).session());
    String stolen = thief.get("/v1/session").is(200).text("/session/id");
    Client owner = HTTP.as(ada.session());

    switch (act) {
      case "change" -> change(ada);
      case "reset" -> reset(ada);
      case "revoke-all" -> owner.post("/v1/users/me/sessions/revoke-all", Map.of()).is(200);
      default -> owner.send("DELETE", "/v1/users/me/sessions/" + stolen, null).is(204);
    }

    for (String path : List.of("/v1/session", "/v1/users/me", "/v1/organizations")) {
      thief.get(path).refused(401, "UNAUTHENTICATED");
    }
  }

  /** Nor does the device get its thief in with the new password, should they learn it. */
  @ParameterizedTest
  @ValueSource(strings = {"change", "reset"})
  void aTrustedDeviceIsAskedAgainAfter(String act) {
    Tenant ada = Tenant.signUp(HTTP);
    String device = trustedDevice(ada);

    if (act.equals("change")) {
      change(ada);
    } else {
      reset(ada);
    }

    Reply answer =
        HTTP.post(
                "/v1/auth/sign-in",
                Map.of("email", ada.email(), "password", NEW_PASSWORD, "deviceToken", device))
            .is(200);
    assertThat(answer.text("/status")).isEqualTo("second_factor_required");
  }

  private static String trustedDevice(Tenant tenant) {
    Reply challenge =
        HTTP.post("/v1/auth/sign-in", Map.of("email", tenant.email(), "password", Tenant.PASSWORD))
            .is(200);
    return HTTP.post(
            "/v1/auth/second-factor",
            Map.of(
                "challengeId",
                challenge.text("/challengeId"),
                "method",
                "email_code",
                "code",
                Tenant.code(HTTP, "sign-in-code", tenant.email()),
                "trustDevice",
                true))
        .is(200)
        .text("/deviceToken");
  }

  /** Login CSRF: a page signs its visitor in as somebody else. */
  @Test
  void aForeignPageRedeemsNoLinkAndOursGetsNoToken() {
    Tenant ada = Tenant.signUp(HTTP);
    askForLink(ada.email());
    Map<String, String> body = Map.of("token", tokenOf("magic-link", ada.email()));

    HTTP.with("Origin", "https://evil.example")
        .post("/v1/auth/magic-link/redeem", body)
        .refused(403, "ORIGIN_REFUSED");

    Reply ours = HTTP.with("Origin", PAGE).post("/v1/auth/magic-link/redeem", body).is(200);
    assertThat(ours.text()).doesNotContain("fhs_");
    assertThat(ours.header("Set-Cookie"))
        .startsWith("freehold_session=fhs_")
        .contains("HttpOnly", "SameSite=Lax");
    HTTP.post("/v1/auth/magic-link/redeem", body).refused(410, "TOKEN_GONE");
  }

  @Test
  void aLinkOpensNothingButWhatItIsFor() {
    Tenant ada = Tenant.signUp(HTTP);
    askForLink(ada.email());
    HTTP.post("/v1/auth/password-reset", Map.of("email", ada.email())).is(202);
    String magic = tokenOf("magic-link", ada.email());
    String reset = tokenOf("password-reset", ada.email());

    HTTP.post("/v1/auth/magic-link/redeem", Map.of("token", reset)).refused(410, "TOKEN_GONE");
    HTTP.post("/v1/auth/password-reset/confirm", Map.of("token", magic, "password", NEW_PASSWORD))
        .refused(410, "TOKEN_GONE");
    HTTP.post("/v1/auth/sign-up/confirm", Map.of("token", magic)).refused(410, "CODE_GONE");
    HTTP.as(magic).get("/v1/session").refused(401, "UNAUTHENTICATED");
  }

  /** A mail that leads to the attacker's host would hand the token over. */
  @ParameterizedTest
  @ValueSource(
      strings = {"X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "Forwarded", "Origin"})
  void aHeaderDoesNotMoveALinkElsewhere(String header) {
    Tenant ada = Tenant.signUp(HTTP);
    String evil = header.equals("Forwarded") ? "host=evil.example" : "https://evil.example";

    HTTP.with(header, evil).post("/v1/auth/password-reset", Map.of("email", ada.email()));
    HTTP.with(header, evil).post("/v1/auth/magic-link", Map.of("email", ada.email()));

    Tenant.settle(HTTP);
    for (String template : List.of("password-reset", "magic-link")) {
      Reply mails =
          HTTP.get("/v1/sandbox/mail?to=%s&template=%s".formatted(ada.email(), template)).is(200);
      assertThat(mails.text()).doesNotContain("evil.example");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb"})
  void aLinkLeadsToNoOtherHost(String path) {
    Tenant ada = Tenant.signUp(HTTP);

    HTTP.post("/v1/auth/magic-link", Map.of("email", ada.email(), "redirectPath", path))
        .refused(400, "VALIDATION_FAILED");
  }

  /** By answer and status; by time the floor sees to it. */
  @ParameterizedTest
  @ValueSource(strings = {"/v1/auth/magic-link", "/v1/auth/password-reset"})
  void askingSaysNothingOfTheAddressNotEvenOnceThereWereTooMany(String path) {
    String known = Tenant.signUp(HTTP).email();
    String unknown = "t" + UUID.randomUUID().toString().substring(24) + "@acme.test";
    // Its sign-up counted as a mail to the known one.
    HTTP.post("/v1/auth/magic-link", Map.of("email", unknown)).is(202);

    for (int i = 0; i < 5; i++) {
      Reply ofKnown = HTTP.post(path, Map.of("email", known));
      Reply ofUnknown = HTTP.post(path, Map.of("email", unknown));
      assertThat(ofKnown.status()).isEqualTo(i < 4 ? 202 : 429);
      assertThat(ofUnknown.status()).isEqualTo(ofKnown.status());
      assertThat(ofUnknown.body().path("status")).isEqualTo(ofKnown.body().path("status"));
      assertThat(ofUnknown.body().path("detail")).isEqualTo(ofKnown.body().path("detail"));
      assertThat(ofUnknown.headers().map().keySet()).isEqualTo(ofKnown.headers().map().keySet());
    }
  }

  /** Mass assignment: what is nobody's own to say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "role",
        "status",
        "email",
        "emailVerified",
        "banReason",
        "twoFactorEnabled",
        "passwordSet",
        "lastSignInAt",
        "createdAt",
        "version",
        "metadata"
      })
  void aProfileTakesNothingThatIsNotItsOwners(String field) {
    Tenant ada = Tenant.signUp(HTTP);
    Map<String, Object> body = new HashMap<>(Map.of("name", "Mallory", field, "superadmin"));

    Reply refused =
        HTTP.as(ada.session()).patch("/v1/users/me", body).refused(400, "VALIDATION_FAILED");

    assertThat(refused.text("/errors/0/code")).isEqualTo("UNKNOWN_FIELD");
    assertThat(HTTP.as(ada.session()).get("/v1/users/me").is(200).text("/name"))
        .isNotEqualTo("Mallory");
  }

  @Test
  void aSessionIsNotMovedIntoAnothersOrganization() {
    Tenant ada = Tenant.signUp(HTTP);
    Tenant bob = Tenant.signUp(HTTP);
    Client asAda = HTTP.as(ada.session());

    asAda
        .put("/v1/session/organization", Map.of("organizationId", bob.organizationId()))
        .refused(404, "NOT_FOUND");

    assertThat(asAda.get("/v1/session").is(200).text("/organization/id"))
        .isEqualTo(ada.organizationId());
  }
}
