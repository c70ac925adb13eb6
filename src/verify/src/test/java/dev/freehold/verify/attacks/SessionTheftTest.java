package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;
import static dev.freehold.verify.attacks.Target.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking over a session, or making a browser act for its owner. */
class SessionTheftTest {

  /** A sign-in from a page of ours, so with cookies. */
  private static Reply signInFromPage(Tenant tenant, Client browser) {
    Reply challenge =
        browser
            .post("/v1/auth/sign-in", Map.of("email", tenant.email(), "password", Tenant.PASSWORD))
            .is(200);
    return browser
        .post(
            "/v1/auth/second-factor",
            Map.of(
                "challengeId",
                challenge.text("/challengeId"),
                "method",
                "email_code",
                "code",
                Tenant.code(HTTP, "sign-in-code", tenant.email())))
        .is(200);
  }

  private static String sessionCookie(Reply reply) {
    return reply.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("freehold_session="))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no session cookie: " + reply.headers()));
  }

  private static String pair(String cookie) {
    return cookie.substring(0, cookie.indexOf(';'));
  }

  /** Session fixation: what was in the browser before is not what is signed in afterwards. */
  @Test
  void aTokenBroughtAlongIsNotTheOneThatIsSignedIn() {
    Tenant ada = Tenant.signUp(HTTP);
    String planted = "fhs_" + "A".repeat(43);
    Client browser = HTTP.with("Origin", PAGE).with("Cookie", "freehold_session=" + planted);

    String cookie = sessionCookie(signInFromPage(ada, browser));

    assertThat(cookie).doesNotContain(planted);
    HTTP.as(planted).get("/v1/session").refused(401, "UNAUTHENTICATED");
  }

  /** Nor is a session that lived before made more of: an attacker may know its token. */
  @Test
  void aSessionFromBeforeTheSignInStaysWhoseItWas() {
    Tenant mallory = Tenant.signUp(HTTP);
    Tenant ada = Tenant.signUp(HTTP);
    Client browser =
        HTTP.with("Origin", PAGE).with("Cookie", "freehold_session=" + mallory.session());

    String cookie = sessionCookie(signInFromPage(ada, browser));

    assertThat(cookie).doesNotContain(mallory.session());
    assertThat(HTTP.as(mallory.session()).get("/v1/session").is(200).text("/user/email"))
        .isEqualTo(mallory.email());
  }

  /** kernel §4.3. {@code Secure} is left out on loopback over http alone. */
  @Test
  void aSessionsCookieIsForThisHostAndNoScript() {
    String cookie = sessionCookie(signInFromPage(Tenant.signUp(HTTP), HTTP.with("Origin", PAGE)));

    assertThat(List.of(cookie.split("; ")))
        .contains("HttpOnly", "SameSite=Lax", "Path=/")
        .anyMatch(part -> part.matches("Max-Age=[1-9][0-9]+"))
        .noneMatch(part -> part.startsWith("Domain"));
  }

  @Test
  void aTokenIsInNoBodyThatABrowserGets() {
    Reply reply = signInFromPage(Tenant.signUp(HTTP), HTTP.with("Origin", PAGE));

    assertThat(reply.body().path("sessionToken").isNull()).isTrue();
    assertThat(reply.text()).doesNotContain("fhs_");
  }

  /** CSRF: the browser sends the cookie along, whoever's page asks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "https://app.acme.test.evil.example",
        "http://app.acme.test",
        "https://app.acme.test:8443",
        ""
      })
  void aForeignPageChangesNothingByCookie(String origin) {
    Tenant ada = Tenant.signUp(HTTP);
    String cookie = pair(sessionCookie(signInFromPage(ada, HTTP.with("Origin", PAGE))));
    Client foreign = HTTP.with("Cookie", cookie);
    Client page = origin.isEmpty() ? foreign : foreign.with("Origin", origin);

    page.post("/v1/organizations", Map.of("name", "Mallory's")).refused(403, "ORIGIN_REFUSED");
    HTTP.with("Cookie", cookie)
        .with("Origin", PAGE)
        .post("/v1/organizations", Map.of("name", "Ada's other"))
        .is(201);
  }

  /** Nor may it sign somebody in as somebody else. */
  @Test
  void aForeignPageSignsNobodyIn() {
    Tenant ada = Tenant.signUp(HTTP);

    HTTP.with("Origin", "https://evil.example")
        .post("/v1/auth/sign-in", Map.of("email", ada.email(), "password", Tenant.PASSWORD))
        .refused(403, "ORIGIN_REFUSED");
  }

  @Test
  void aTokenOfASessionThatWasSignedOutIsDead() {
    Tenant ada = Tenant.signUp(HTTP);
    Client asAda = HTTP.as(ada.session());
    asAda.get("/v1/session").is(200);

    asAda.post("/v1/auth/sign-out", Map.of()).is(204);

    asAda.get("/v1/session").refused(401, "UNAUTHENTICATED");
  }

  /** The gateway says where a call came from; what the caller says of it counts for nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {"X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"})
  void aHeaderDoesNotMoveTheCallerElsewhere(String header) {
    Tenant ada = Tenant.signUp(HTTP);
    String claimed = header.equals("Forwarded") ? "for=198.51.100.99" : "198.51.100.99";

    Tenant spoofed = ada.signIn(HTTP.with(header, claimed));

    assertThat(HTTP.as(spoofed.session()).get("/v1/session").is(200).text("/session/ipAddress"))
        .isEqualTo("127.0.0.1");
  }

  /** A header that names another tenant's organization makes nobody a member of it. */
  @Test
  void aHeaderDoesNotOpenAnotherOrganization() {
    Tenant ada = Tenant.signUp(HTTP);
    Tenant bob = Tenant.signUp(HTTP);

    HTTP.as(ada.session())
        .with("X-Organization-Id", bob.organizationId())
        .get("/v1/platforms")
        .refused(404, "NOT_FOUND");
  }

  /** Who acts is said by the credential alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {"X-User-Id", "X-User", "X-Role", "X-Is-Operator", "X-Api-Key", "X-Amzn-Identity"})
  void aHeaderIsNoCredential(String header) {
    Tenant ada = Tenant.signUp(HTTP);

    for (String value : List.of(ada.session(), "superadmin", "true")) {
      HTTP.with(header, value).get("/v1/session").refused(401, "UNAUTHENTICATED");
    }
  }
}
