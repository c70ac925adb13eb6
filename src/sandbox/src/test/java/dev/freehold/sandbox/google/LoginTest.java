package dev.freehold.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.sandbox.Caller;
import dev.freehold.sandbox.MovableClock;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.sandbox.login.Grants;
import dev.freehold.sandbox.login.Person;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at the simulated Google and GitHub, as a browser and a client see it. */
class LoginTest {

  private static final String VERIFIER = "v".repeat(43);
  private static final String BACK = "http://localhost:8080/back";
  private static final Person ADA = new Person("ada@example.test", "Ada", true);

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Sandbox sandbox;
  private Caller google;
  private Caller github;

  @BeforeEach
  void start() {
    sandbox = SandboxForTests.start(clock, folder);
    google = new Caller(URI.create(sandbox.root() + "/google"), "none");
    github = new Caller(URI.create(sandbox.root() + "/github"), "none");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String challenge() throws Exception {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
  }

  private String query(String clientId) throws Exception {
    return form(
        Map.of(
            "client_id", clientId,
            "redirect_uri", BACK,
            "response_type", "code",
            "scope", "openid email",
            "state", "s1",
            "nonce", "n1",
            "code_challenge", challenge(),
            "code_challenge_method", "S256"));
  }

  private static String code(String location) {
    return Grants.field(SimRequest.decode(URI.create(location).getRawQuery()), "code");
  }

  private Caller.Answer googleToken(String code, String verifier, String secret) {
    return google.send(
        "POST",
        "/token",
        form(
            Map.of(
                "grant_type", "authorization_code",
                "client_id", GoogleSimulator.CLIENT_ID,
                "client_secret", secret,
                "code", code,
                "redirect_uri", BACK,
                "code_verifier", verifier)),
        "application/x-www-form-urlencoded");
  }

  private String googleCode() throws Exception {
    URI page =
        URI.create(sandbox.root() + "/google/o/oauth2/v2/auth?" + query(GoogleSimulator.CLIENT_ID));
    return code(sandbox.simulator(GoogleSimulator.class).signIn(page, ADA).toString());
  }

  @Test
  void thePageSendsWhoeverIsTypedInBackWithACode() throws Exception {
    String path = "/o/oauth2/v2/auth?" + query(GoogleSimulator.CLIENT_ID);
    var page = google.get(path);

    assertThat(page.status()).isEqualTo(200);
    assertThat(new String(page.raw().body(), StandardCharsets.UTF_8)).contains("Google");
    var allowed =
        google.send(
            "POST",
            path,
            form(Map.of("act", "allow", "email", ADA.email(), "name", "Ada")),
            "application/x-www-form-urlencoded");
    assertThat(allowed.header("Location")).startsWith(BACK + "?code=").endsWith("&state=s1");
    var token =
        googleToken(code(allowed.header("Location")), VERIFIER, GoogleSimulator.CLIENT_SECRET);
    assertThat(token.status()).isEqualTo(200);
    var denied = google.send("POST", path, "act=deny", "application/x-www-form-urlencoded");
    assertThat(denied.header("Location")).isEqualTo(BACK + "?error=access_denied&state=s1");
    assertThat(google.get("/o/oauth2/v2/auth?" + query("somebody")).status()).isEqualTo(400);
  }

  @Test
  void theIdTokenNamesPersonClientAndNonce() throws Exception {
    var token = googleToken(googleCode(), VERIFIER, GoogleSimulator.CLIENT_SECRET);

    String[] parts = token.json().path("id_token").asText().split("\\.");
    var claims = SimJson.tree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.path("iss").asText()).isEqualTo(sandbox.root() + "/google");
    assertThat(claims.path("aud").asText()).isEqualTo(GoogleSimulator.CLIENT_ID);
    assertThat(claims.path("sub").asText()).isEqualTo(ADA.subject());
    assertThat(claims.path("nonce").asText()).isEqualTo("n1");
    assertThat(claims.path("email_verified").asBoolean()).isTrue();
    assertThat(google.get("/oauth2/v3/certs").json().at("/keys/0/kty").asText()).isEqualTo("RSA");
    assertThat(google.get("/.well-known/openid-configuration").json().path("jwks_uri").asText())
        .isEqualTo(sandbox.root() + "/google/oauth2/v3/certs");
  }

  @Test
  void aCodeIsRedeemedOnceInTimeByWhoKnowsTheVerifier() throws Exception {
    String secret = GoogleSimulator.CLIENT_SECRET;
    assertThat(googleToken(googleCode(), VERIFIER, "wrong").status()).isEqualTo(401);
    assertThat(error(googleToken(googleCode(), "x".repeat(43), secret)))
        .isEqualTo("400 invalid_grant");
    String code = googleCode();
    assertThat(googleToken(code, VERIFIER, secret).status()).isEqualTo(200);
    assertThat(error(googleToken(code, VERIFIER, secret))).isEqualTo("400 invalid_grant");
    String late = googleCode();
    clock.advance(Duration.ofMinutes(10));
    assertThat(error(googleToken(late, VERIFIER, secret))).isEqualTo("400 invalid_grant");
  }

  private static String error(Caller.Answer answer) {
    return answer.status() + " " + answer.json().path("error").asText();
  }

  private Caller.Answer githubToken(String code, String verifier) {
    return github.send(
        "POST",
        "/login/oauth/access_token",
        form(
            Map.of(
                "client_id", GitHubSimulator.CLIENT_ID,
                "client_secret", GitHubSimulator.CLIENT_SECRET,
                "code", code,
                "redirect_uri", BACK,
                "code_verifier", verifier)),
        "application/x-www-form-urlencoded");
  }

  @Test
  void gitHubSaysWhoATokenIsOf() throws Exception {
    URI page =
        URI.create(
            sandbox.root() + "/github/login/oauth/authorize?" + query(GitHubSimulator.CLIENT_ID));
    var simulator = sandbox.simulator(GitHubSimulator.class);
    String code = code(simulator.signIn(page, ADA).toString());

    var wrong = githubToken(code(simulator.signIn(page, ADA).toString()), "x".repeat(43));
    assertThat(error(wrong)).isEqualTo("200 bad_verification_code");
    String token = githubToken(code, VERIFIER).json().path("access_token").asText();
    assertThat(error(githubToken(code, VERIFIER))).isEqualTo("200 bad_verification_code");

    var asAda = new Caller(URI.create(sandbox.root() + "/github"), token);
    assertThat(asAda.get("/user").json().path("id").asText()).isEqualTo(ADA.subject());
    assertThat(asAda.get("/user/emails").json().at("/1/email").asText()).isEqualTo(ADA.email());
    assertThat(github.get("/user").status()).isEqualTo(401);
    assertThat(asAda.get("/repos/freehold/console-template").status()).isEqualTo(401);
  }
}
