package dev.freehold.functions.identity.provider;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.SessionFunctions;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.sandbox.google.GoogleSimulator;
import dev.freehold.sandbox.login.Person;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** identity-start-, -finish-provider-sign-in, against simulators that speak the real endpoints. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(ProviderSandbox.class)
class ProviderSignInTest {

  private static final String APP = "http://localhost:8080";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject ProviderFunctions providers;
  @Inject AccountFunctions accounts;
  @Inject SessionFunctions sessions;
  @Inject SecondFactors factors;
  @Inject Transactions transactions;
  @Inject SettableClock clock;

  private final Person grace = new Person(People.address(), "Grace Hopper", true);
  private @Nullable Sandbox sandbox;

  @BeforeEach
  void open() {
    sandbox = ProviderSandbox.open(clock);
  }

  @AfterEach
  void close() {
    sandbox().close();
    clock.set(Rows.NOW);
  }

  private Sandbox sandbox() {
    return Objects.requireNonNull(sandbox);
  }

  /** A browser that was sent to a provider. */
  private record Away(String provider, URI address, String cookie) {}

  private APIGatewayV2HTTPResponse start(
      String provider, Map<String, ?> body, @Nullable String session) {
    Events event =
        Events.post("/v1/auth/providers/" + provider + "/start")
            .ip(People.network())
            .json(Json.write(body));
    return providers.start((session == null ? event : event.bearer(session)).build());
  }

  private Away away(String provider, Map<String, ?> body, @Nullable String session) {
    var answer = start(provider, body, session);
    assertThat(outcome(answer)).isEqualTo("200");
    String cookie = answer.getCookies().getFirst();
    assertThat(cookie)
        .startsWith("freehold_provider=")
        .contains("; Path=/v1/auth/providers;", "HttpOnly", "SameSite=Lax");
    return new Away(
        provider,
        URI.create(json(answer).get("authorizationUrl").asText()),
        cookie.replaceFirst(";.*", ""));
  }

  private Away away(String provider) {
    return away(provider, Map.of(), null);
  }

  private URI signIn(Away away, Person person) {
    return away.provider().equals("google")
        ? sandbox().simulator(GoogleSimulator.class).signIn(away.address(), person)
        : sandbox().simulator(GitHubSimulator.class).signIn(away.address(), person);
  }

  private APIGatewayV2HTTPResponse callback(URI back, @Nullable String cookie) {
    Events event = Events.get(back.getRawPath() + "?" + back.getRawQuery()).ip(People.network());
    return providers.finish((cookie == null ? event : event.header("Cookie", cookie)).build());
  }

  private APIGatewayV2HTTPResponse through(String provider, Person person) {
    Away away = away(provider);
    return callback(signIn(away, person), away.cookie());
  }

  private static String location(APIGatewayV2HTTPResponse answer) {
    assertThat(answer.getStatusCode()).isEqualTo(303);
    return Objects.requireNonNull(answer.getHeaders().get("Location"));
  }

  private static String sessionOf(APIGatewayV2HTTPResponse answer) {
    return answer.getCookies().stream()
        .filter(cookie -> cookie.startsWith("freehold_session="))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no session cookie"))
        .replaceFirst("freehold_session=([^;]*);.*", "$1");
  }

  private JsonNode whoIs(APIGatewayV2HTTPResponse landed) {
    return json(sessions.get(Events.get("/v1/session").bearer(sessionOf(landed)).build()));
  }

  private static long usersWith(String email) {
    return Owner.count("SELECT count(*) FROM identity.user_emails WHERE email = ?", email);
  }

  @ParameterizedTest
  @ValueSource(strings = {"google", "github"})
  void whoComesFirstIsSignedUpAndTheNextTimeSignedIn(String provider) {
    Away away = away(provider, Map.of("redirectPath", "/welcome?x=1"), null);
    var landed = callback(signIn(away, grace), away.cookie());

    assertThat(location(landed)).isEqualTo(APP + "/welcome?x=1");
    assertThat(landed.getCookies())
        .anyMatch(c -> c.startsWith("freehold_provider=; Path=/v1/auth/providers; Max-Age=0;"));
    JsonNode first = whoIs(landed);
    assertThat(first.at("/user/email").asText()).isEqualTo(grace.email());
    assertThat(first.at("/user/emailVerified").asBoolean()).isTrue();
    assertThat(first.at("/user/passwordSet").asBoolean()).isFalse();
    assertThat(first.at("/user/name").asText()).isEqualTo("Grace Hopper");
    assertThat(first.at("/session/methods").toString()).isEqualTo("[\"" + provider + "\"]");
    assertThat(first.at("/role").asText()).isEqualTo("owner");

    var again = through(provider, grace);

    assertThat(location(again)).isEqualTo(APP + "/");
    assertThat(whoIs(again).at("/user/id")).isEqualTo(first.at("/user/id"));
    assertThat(Owner.value("SELECT via FROM identity.user_emails WHERE email = ?", grace.email()))
        .isEqualTo(provider);
    assertThat(
            json(accounts.list(
                    Events.get("/v1/users/me/accounts").bearer(sessionOf(again)).build()))
                .at("/data/0/accountId")
                .asText())
        .isEqualTo(grace.subject());
  }

  @Test
  void tokensAreKeptSealedWhereTheInstallationWantsThem() {
    through("google", grace);
    Person other = new Person(People.address(), "Other", true);
    through("github", other);

    assertThat(kept(grace)).isOne();
    assertThat(kept(other)).isZero();
  }

  private static long kept(Person person) {
    return Owner.count(
        """
        SELECT count(*) FROM identity.accounts
        WHERE account_id = ? AND access_token_encrypted IS NOT NULL AND scope IS NOT NULL
        """,
        person.subject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"google", "github"})
  void anAddressThatHasAnAccountDoesNotLinkByItself(String provider) {
    var ada = people.signUp();

    var landed = through(provider, new Person(ada.email(), "Ada", true));

    assertThat(location(landed)).isEqualTo(APP + "/sign-in?error=ACCOUNT_LINK_REQUIRED");
    assertThat(linked(ada.userId())).isZero();
  }

  private static long linked(UUID user) {
    return Owner.count(
        "SELECT count(*) FROM identity.accounts WHERE user_id = ? AND provider_id <> 'credential'",
        user);
  }

  @ParameterizedTest
  @ValueSource(strings = {"google", "github"})
  void whoIsSignedInLinksAndSignsInThereAfterwards(String provider) {
    var ada = people.signUp();
    Away away =
        away(provider, Map.of("link", true, "redirectPath", "/settings"), ada.sessionToken());

    var landed = callback(signIn(away, grace), away.cookie());

    assertThat(location(landed)).isEqualTo(APP + "/settings");
    assertThat(landed.getCookies()).noneMatch(c -> c.startsWith("freehold_session="));
    assertThat(mailbox.templates(ada.email())).endsWith("provider-linked");
    assertThat(whoIs(through(provider, grace)).at("/user/id").asText())
        .isEqualTo(ada.userId().toString());
    assertThat(usersWith(grace.email())).isZero();
  }

  @Test
  void anAccountOpensOnePersonsOnly() {
    through("google", grace);
    var ada = people.signUp();
    Away away = away("google", Map.of("link", true), ada.sessionToken());

    assertThat(location(callback(signIn(away, grace), away.cookie())))
        .isEqualTo(APP + "/sign-in?error=ACCOUNT_ALREADY_LINKED");
    assertThat(linked(ada.userId())).isZero();
  }

  @Test
  void linkingNeedsAFreshSessionThatLastsUntilTheReturn() {
    var ada = people.signUp();
    Map<String, Boolean> link = Map.of("link", true);
    assertThat(outcome(start("google", link, null))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(start("google", link, "fhs_" + "A".repeat(43))))
        .isEqualTo("401 UNAUTHENTICATED");
    assertThat(
            outcome(
                start(
                    "google",
                    link,
                    Rows.apiKey(ada.organizationId(), ada.userId(), "platforms:read"))))
        .isEqualTo("403 PERMISSION_DENIED");
    Away away = away("google", link, ada.sessionToken());
    URI back = signIn(away, grace);
    Owner.update("DELETE FROM identity.sessions WHERE user_id = ?", ada.userId());

    assertThat(location(callback(back, away.cookie())))
        .isEqualTo(APP + "/sign-in?error=STATE_INVALID");
    assertThat(linked(ada.userId())).isZero();

    var bob = people.signUp();
    clock.advance(Duration.ofMinutes(15));
    assertThat(outcome(start("google", link, bob.sessionToken())))
        .isEqualTo("403 REAUTHENTICATION_REQUIRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"google", "github"})
  void anAddressTheProviderHasNotVerifiedIsRefused(String provider) {
    var landed = through(provider, new Person(grace.email(), "Grace", false));

    assertThat(location(landed)).isEqualTo(APP + "/sign-in?error=PROVIDER_EMAIL_UNVERIFIED");
    assertThat(usersWith(grace.email())).isZero();
  }

  @Test
  void aStateIsOfOneBrowserOneProviderOneUseAndTenMinutes() {
    // identity §8.31
    Away away = away("google");
    URI back = signIn(away, grace);
    Away other = away("google");

    assertInvalid(callback(back, null));
    assertInvalid(callback(back, other.cookie()));
    assertInvalid(
        callback(URI.create(back.toString().replace("state=", "state=x")), away.cookie()));
    assertInvalid(
        callback(URI.create(back.toString().replace("/google/", "/github/")), away.cookie()));
    assertInvalid(callback(URI.create("/v1/auth/providers/google/callback?code=x"), away.cookie()));
    assertThat(usersWith(grace.email())).isZero();

    assertThat(location(callback(back, away.cookie()))).isEqualTo(APP + "/");
    assertInvalid(callback(back, away.cookie()));
    Away late = away("google");
    URI lateBack = signIn(late, grace);
    clock.advance(Duration.ofMinutes(10));
    assertInvalid(callback(lateBack, late.cookie()));
  }

  private static void assertInvalid(APIGatewayV2HTTPResponse answer) {
    assertThat(location(answer)).isEqualTo(APP + "/sign-in?error=STATE_INVALID");
    assertThat(answer.getCookies()).noneMatch(c -> c.startsWith("freehold_session="));
  }

  @Test
  void oneStateTwiceAtOnceOpensOneSession() {
    // identity §8.31
    Away away = away("github");
    URI back = signIn(away, grace);

    var locations = Race.run(3, () -> location(callback(back, away.cookie())));

    String invalid = APP + "/sign-in?error=STATE_INVALID";
    assertThat(locations).containsExactlyInAnyOrder(APP + "/", invalid, invalid);
    assertThat(usersWith(grace.email())).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"google", "github"})
  void aRefusalOfPersonOrProviderIsTold(String provider) {
    String refused = APP + "/sign-in?error=PROVIDER_REFUSED";
    Away away = away(provider);
    String state = away.address().getRawQuery().replaceFirst(".*(state=[^&]*).*", "$1");
    String path = "/v1/auth/providers/" + provider + "/callback?";

    assertThat(location(callback(URI.create(path + "error=access_denied&" + state), away.cookie())))
        .isEqualTo(refused);

    Away wrong = away(provider);
    URI back = signIn(wrong, grace);
    assertThat(
            location(
                callback(
                    URI.create(back.toString().replaceFirst("code=[^&]*", "code=wrong")),
                    wrong.cookie())))
        .isEqualTo(refused);

    Away unlucky = away(provider);
    URI unluckyBack = signIn(unlucky, grace);
    sandbox().faults().add(Fault.of(provider, "status").answering(503));
    assertThat(location(callback(unluckyBack, unlucky.cookie()))).isEqualTo(refused);
    assertThat(usersWith(grace.email())).isZero();
  }

  @Test
  void anAuthenticatorIsAskedAfterTheProvider() {
    JsonNode user = whoIs(through("google", grace)).get("user");
    UUID id = UUID.fromString(user.get("id").asText());
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    Call.system("test", Scope.user(id))
        .run(() -> transactions.run(Scope.user(id), () -> factors.enrol(id, secret)));

    var landed = through("google", grace);

    assertThat(location(landed)).startsWith(APP + "/sign-in?challenge=");
    assertThat(landed.getCookies()).noneMatch(c -> c.startsWith("freehold_session="));
    var body = new HashMap<String, Object>();
    body.put("challengeId", location(landed).replaceFirst(".*challenge=", ""));
    body.put("method", "totp");
    body.put("code", Totp.codeAt(secret, clock.instant()));
    assertThat(outcome(people.confirmSecondFactor(body))).isEqualTo("200");
    assertThat(
            Owner.value(
                """
                SELECT methods::text FROM identity.sessions
                WHERE user_id = ? ORDER BY id DESC LIMIT 1
                """,
                id))
        .isEqualTo("{google,totp}");
  }

  @Test
  void whoIsBannedOrParkedDoesNotGetIn() {
    through("github", grace);
    UUID id =
        (UUID)
            Objects.requireNonNull(
                Owner.value(
                    "SELECT user_id FROM identity.user_emails WHERE email = ?", grace.email()));
    Owner.update("UPDATE identity.users SET status = 'banned' WHERE id = ?", id);
    assertThat(location(through("github", grace))).isEqualTo(APP + "/sign-in?error=ACCOUNT_BANNED");
    Owner.update("UPDATE identity.users SET status = 'disabled' WHERE id = ?", id);
    assertThat(location(through("github", grace)))
        .isEqualTo(APP + "/sign-in?error=ACCOUNT_DISABLED");
  }

  @Test
  void anUnprovedAddressStaysItsPersons() {
    UUID made = Rows.user(grace.email());
    Owner.update("UPDATE identity.user_emails SET verified_at = NULL WHERE user_id = ?", made);

    assertThat(whoIs(through("google", grace)).at("/user/id").asText()).isEqualTo(made.toString());
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.user_emails
                WHERE user_id = ? AND verified_at IS NOT NULL
                """,
                made))
        .isOne();
  }

  @Test
  void unknownProvidersAndForeignPathsAreRefused() {
    assertThat(outcome(start("myspace", Map.of(), null))).isEqualTo("404 NOT_FOUND");
    for (String path : List.of("//evil.test", "https://evil.test", "/\\evil.test")) {
      assertThat(outcome(start("google", Map.of("redirectPath", path), null)))
          .isEqualTo("400 VALIDATION_FAILED");
    }
  }
}
