package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.identity.operator.AnyOrganizations;
import dev.freehold.identity.operator.AnyUsers;
import dev.freehold.identity.organization.OrganizationService;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.recovery.MagicLinkService;
import dev.freehold.identity.session.OwnSessions;
import dev.freehold.identity.signin.SecondFactorService;
import dev.freehold.identity.signin.SecondFactorService.Method;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.Sessions;
import dev.freehold.identity.signin.SignInResult;
import dev.freehold.identity.signin.SignInService;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** identity §9: statements besides BEGIN, COMMIT and the tenant, and besides the caller's own. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class StatementBudgetTest {

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject MagicLinkFunctions linkFunctions;
  @Inject MagicLinkService links;
  @Inject SignInService signIns;
  @Inject SecondFactorService steps;
  @Inject Passwords passwords;
  @Inject AnyUsers anyUsers;
  @Inject AnyOrganizations anyOrganizations;
  @Inject Sessions sessions;
  @Inject OwnSessions own;
  @Inject OrganizationService organizations;
  @Inject SecondFactors factors;
  @Inject Transactions transactions;

  private People.SignedUp ada = new People.SignedUp("", new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void signUp() {
    ada = people.signUp();
  }

  private static int statements(Scope scope, Runnable work) {
    Call call = Call.system("test", scope);
    call.run(work);
    return call.state().statements();
  }

  private String link() {
    linkFunctions.request(
        Events.post("/v1/auth/magic-link")
            .ip(People.network())
            .json(Json.write(Map.of("email", ada.email())))
            .build());
    String link = mailbox.secret("magic-link", ada.email(), "link");
    return link.substring(link.indexOf("token=") + 6);
  }

  @Test
  void aLinkSignsInWithFive() {
    String token = link();

    int statements =
        statements(
            Scope.none(),
            () -> assertThat(links.redeem(token, null)).isInstanceOf(SignInResult.SignedIn.class));

    assertThat(statements).isLessThanOrEqualTo(5);
  }

  /** The device that spares the authenticator is marked as used. */
  @Test
  void aLinkOnATrustedDeviceSignsInWithFive() {
    String device = trustedDevice();
    enrol(Secrets.bytes(Totp.SECRET_BYTES));
    String token = link();

    int statements =
        statements(
            Scope.none(),
            () ->
                assertThat(links.redeem(token, device)).isInstanceOf(SignInResult.SignedIn.class));

    assertThat(statements).isLessThanOrEqualTo(5);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.trusted_devices
                WHERE user_id = ? AND last_used_at IS NOT NULL
                """,
                ada.userId()))
        .isEqualTo(1);
  }

  private void enrol(byte[] secret) {
    Call.system("test", Scope.user(ada.userId()))
        .run(
            () ->
                transactions.run(
                    Scope.user(ada.userId()), () -> factors.enrol(ada.userId(), secret)));
  }

  private String trustedDevice() {
    return json(people.confirmSecondFactor(
            Map.of(
                "challengeId",
                json(people.signIn(ada.email(), People.PASSWORD)).get("challengeId").asText(),
                "method",
                "email_code",
                "code",
                mailbox.code("sign-in-code", ada.email()),
                "trustDevice",
                true)))
        .get("deviceToken")
        .asText();
  }

  @Test
  void aSessionIsShownWithTwo() {
    Object found = Owner.value("SELECT id FROM identity.sessions WHERE user_id = ?", ada.userId());
    UUID session = (UUID) Objects.requireNonNull(found);

    int statements =
        statements(
            Scope.tenant(ada.organizationId(), ada.userId()),
            () -> {
              sessions.get(session);
              organizations.see(ada.organizationId(), ada.userId());
            });

    assertThat(statements).isLessThanOrEqualTo(2);
  }

  @Test
  void sessionsAreListedWithOne() {
    int statements =
        statements(Scope.user(ada.userId()), () -> own.list(ada.userId(), PageRequest.first(20)));

    assertThat(statements).isEqualTo(1);
  }

  private UUID challenge() {
    return UUID.fromString(
        json(people.signIn(ada.email(), People.PASSWORD)).get("challengeId").asText());
  }

  @Test
  void aPasswordIsFollowedByOneBatchOfFive() {
    int statements =
        statements(
            Scope.none(),
            () ->
                assertThat(signIns.signIn(ada.email(), People.PASSWORD, null))
                    .isInstanceOf(SignInResult.SecondFactor.class));

    assertThat(statements).isLessThanOrEqualTo(1 + 5);
  }

  @Test
  void anOutdatedHashIsReplacedWithinTheSameFive() {
    String weak =
        "$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg";
    assertThat(
            Owner.update(
                "UPDATE identity.accounts SET password_hash = ? WHERE user_id = ?",
                weak,
                ada.userId()))
        .isEqualTo(1);

    int statements = statements(Scope.none(), () -> signIns.signIn(ada.email(), "password", null));

    assertThat(statements).isLessThanOrEqualTo(1 + 5);
    assertThat(
            Owner.value(
                "SELECT password_hash FROM identity.accounts WHERE user_id = ?", ada.userId()))
        .isNotEqualTo(weak);
  }

  @Test
  void aPasswordOnATrustedDeviceSignsInWithOneAndFive() {
    String device = trustedDevice();

    int statements =
        statements(
            Scope.none(),
            () ->
                assertThat(signIns.signIn(ada.email(), People.PASSWORD, device))
                    .isInstanceOf(SignInResult.SignedIn.class));

    assertThat(statements).isLessThanOrEqualTo(1 + 5);
  }

  @Test
  void aMailedCodeSignsInWithFiveAlsoWhereTheDeviceIsTrusted() {
    UUID challenge = challenge();
    String code = mailbox.code("sign-in-code", ada.email());

    int statements =
        statements(Scope.none(), () -> steps.confirm(challenge, Method.EMAIL_CODE, code, true));

    assertThat(statements).isLessThanOrEqualTo(5);
  }

  @Test
  void anAuthenticatorSignsInWithFive() {
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    enrol(secret);
    UUID challenge = challenge();

    int statements =
        statements(
            Scope.none(),
            () -> steps.confirm(challenge, Method.TOTP, Totp.codeAt(secret, Rows.NOW), false));

    assertThat(statements).isLessThanOrEqualTo(5);
  }

  @Test
  void aBackupCodeSignsInWithFive() {
    enrol(Secrets.bytes(Totp.SECRET_BYTES));
    Owner.update(
        """
        INSERT INTO identity.backup_codes (id, user_id, selector, code_hash, created_at)
        VALUES (?, ?, 'ABCD', ?, ?)
        """,
        UUID.randomUUID(),
        ada.userId(),
        passwords.hash("EFGHJKLMNPQR"),
        Rows.NOW);
    UUID challenge = challenge();

    int statements =
        statements(
            Scope.none(),
            () -> steps.confirm(challenge, Method.BACKUP_CODE, "ABCD-EFGH-JKLM-NPQR", false));

    assertThat(statements).isLessThanOrEqualTo(5);
  }

  @Test
  void operatorsListPeopleAndOrganizationsWithTwo() {
    int people =
        statements(
            Scope.operator(),
            () ->
                anyUsers.list(
                    new AnyUsers.Filter(null, "ada", AnyUsers.Status.ACTIVE, AnyUsers.Role.USER),
                    PageRequest.first(20)));
    int all =
        statements(Scope.operator(), () -> anyOrganizations.list("a", null, PageRequest.first(20)));

    assertThat(people).isLessThanOrEqualTo(2);
    assertThat(all).isEqualTo(1);
  }
}
