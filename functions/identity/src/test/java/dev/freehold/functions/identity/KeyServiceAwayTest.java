package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.functions.identity.factor.TwoFactorFunctions;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.KeyRing;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key service is away: what needs it is not answered, and no step is skipped. */
@QuarkusTest
@TestProfile(KeyServiceAwayTest.Switchable.class)
@WithTestResource(TestDatabase.class)
class KeyServiceAwayTest {

  /** Keys of a service that can be switched off. */
  public static class Switchable implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SwitchableKeys.class);
    }
  }

  @Alternative
  @ApplicationScoped
  static class SwitchableKeys implements KeyRing {
    private volatile boolean away;

    void setAway(boolean isAway) {
      this.away = isAway;
    }

    @Override
    public byte[] pepper() {
      return new byte[32];
    }

    @Override
    public String currentKeyId() {
      return "test";
    }

    @Override
    public byte[] dataKey(String keyId) {
      if (away) {
        throw KernelRefusal.KEY_SERVICE_UNAVAILABLE.because("switched off");
      }
      return new byte[32];
    }
  }

  @Inject SwitchableKeys keys;
  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject SecondFactors factors;
  @Inject Transactions transactions;
  @Inject MagicLinkFunctions links;
  @Inject PasswordFunctions passwords;
  @Inject TwoFactorFunctions twoFactors;

  private String email = "";
  private String session = "";
  private UUID user = new UUID(0, 0);

  @BeforeEach
  void signUp() {
    People.SignedUp ada = people.signUp();
    email = ada.email();
    user = ada.userId();
    session = ada.sessionToken();
  }

  @AfterEach
  void switchOn() {
    keys.setAway(false);
  }

  private long sessions() {
    return Owner.count("SELECT count(*) FROM identity.sessions WHERE user_id = ?", user);
  }

  @Test
  void anAuthenticatorsCodeOpensNothing() {
    // identity §8.23
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    Call.system("test", Scope.user(user))
        .run(() -> transactions.run(Scope.user(user), () -> factors.enrol(user, secret)));
    String challenge = json(people.signIn(email, People.PASSWORD)).get("challengeId").asText();
    var body =
        Map.of("challengeId", challenge, "method", "totp", "code", Totp.codeAt(secret, Rows.NOW));
    long before = sessions();
    keys.setAway(true);

    var answer = people.confirmSecondFactor(body);

    assertThat(outcome(answer)).isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
    assertThat(sessions()).isEqualTo(before);
    keys.setAway(false);
    assertThat(outcome(people.confirmSecondFactor(body))).isEqualTo("200");
  }

  @Test
  void noAuthenticatorIsEnrolledOrTakenAway() {
    // identity §8.23
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    keys.setAway(true);
    assertThat(outcome(twoFactors.start(two("").build()))).isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
    keys.setAway(false);
    Call.system("test", Scope.user(user))
        .run(() -> transactions.run(Scope.user(user), () -> factors.enrol(user, secret)));
    String body = "{\"code\":\"" + Totp.codeAt(secret, Rows.NOW) + "\"}";
    keys.setAway(true);

    assertThat(outcome(twoFactors.disable(two("/disable").json(body).build())))
        .isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
    assertThat(outcome(twoFactors.renew(two("/backup-codes").json(body).build())))
        .isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
    assertThat(Owner.count("SELECT count(*) FROM identity.two_factors WHERE user_id = ?", user))
        .isOne();
  }

  private Events two(String path) {
    return Events.post("/v1/users/me/two-factor" + path).bearer(session);
  }

  @Test
  void aMailedCodeIsNotSkipped() {
    // identity §8.23
    long before = sessions();
    keys.setAway(true);

    var answer = people.signIn(email, People.PASSWORD);

    assertThat(outcome(answer)).isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
    assertThat(sessions()).isEqualTo(before);
    assertThat(mailbox.templates(email)).doesNotContain("sign-in-code");
  }

  @Test
  void nobodySignsUp() {
    // identity §8.23; known or not, all are answered alike
    keys.setAway(true);

    for (String address : List.of(People.address(), email)) {
      assertThat(outcome(people.startSignUp(address))).isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
    }
  }

  @Test
  void noLinkIsMailedAndNobodyLearnsWhoWouldHaveGotOne() {
    // identity §8.23
    keys.setAway(true);

    for (String address : List.of(People.address(), email)) {
      String body = Json.write(Map.of("email", address));
      assertThat(
              outcome(
                  links.request(
                      Events.post("/v1/auth/magic-link").ip(People.network()).json(body).build())))
          .isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
      assertThat(
              outcome(
                  passwords.requestReset(
                      Events.post("/v1/auth/password-reset")
                          .ip(People.network())
                          .json(body)
                          .build())))
          .isEqualTo("503 KEY_SERVICE_UNAVAILABLE");
    }
    assertThat(mailbox.templates(email)).doesNotContain("magic-link", "password-reset");
  }
}
