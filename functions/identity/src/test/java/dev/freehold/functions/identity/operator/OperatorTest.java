package dev.freehold.functions.identity.operator;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.SessionFunctions;
import dev.freehold.identity.operator.OperatorBootstrap;
import dev.freehold.identity.operator.OperatorService;
import dev.freehold.identity.signin.Totp;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Secrets;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first operator, made once, and the sandbox's way in. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OperatorTest {

  @Inject OperatorFunctions operators;
  @Inject OperatorBootstrap bootstrap;
  @Inject OperatorService service;
  @Inject SessionFunctions sessions;
  @Inject People people;
  @Inject Mailbox mailbox;

  private final String email = People.address();

  @BeforeEach
  void nobodyIsSuperadmin() {
    Owner.update("UPDATE identity.users SET role = 'user' WHERE role = 'superadmin'");
  }

  private OperatorFunctions.Result make() {
    return operators.bootstrap(new OperatorFunctions.Input(email, "Root"));
  }

  @Test
  void isMadeOnceAlsoWhenAskedAtOnce() {
    var made = Race.run(4, this::make);

    assertThat(made).extracting(OperatorFunctions.Result::created).containsOnlyOnce(true);
    assertThat(make().created()).isFalse();
    assertThat(mailbox.templates(email)).containsExactly("operator-welcome");
    assertThat(
            Owner.value(
                """
                SELECT o.kind FROM identity.organizations o
                JOIN identity.user_emails e ON e.user_id = o.owner_id WHERE e.email = ?
                """,
                email))
        .isEqualTo("operator");
  }

  @Test
  void anEnrolledOperatorSignsInWithPasswordAndAuthenticator() {
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    assertThat(
            bootstrap.bootstrapEnrolled(
                email, "Root", new OperatorBootstrap.Enrolled(People.PASSWORD, secret)))
        .isTrue();
    JsonNode due = json(people.signIn(email, People.PASSWORD));
    assertThat(due.get("methods").toString()).isEqualTo("[\"totp\",\"backup_code\"]");

    var signedIn =
        people.confirmSecondFactor(
            Map.of(
                "challengeId", due.get("challengeId").asText(),
                "method", "totp",
                "code", Totp.codeAt(secret, Rows.NOW)));

    assertThat(outcome(signedIn)).isEqualTo("200");
    assertThat(json(signedIn).get("user").get("role").asText()).isEqualTo("superadmin");
  }

  @Test
  void theSandboxOpensAFreshSessionWithASecondFactor() {
    make();

    var opened = service.openSession();

    var shown = json(sessions.get(Events.get("/v1/session").bearer(opened.sessionToken()).build()));
    assertThat(shown.get("session").get("methods").toString()).isEqualTo("[\"password\",\"totp\"]");
    assertThat(shown.get("organization").get("kind").asText()).isEqualTo("operator");
    assertThat(shown.get("freshUntil").asText()).isEqualTo("2026-04-01T10:15:00.000Z");
    assertThat(shown.get("permissions").toString()).contains("plans:manage", "system:read-runs");
  }

  /** Who installs may have signed up before. */
  @Test
  void whoHasAnAccountIsNotMadeAnotherOne() {
    String taken = people.signUp().email();

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> operators.bootstrap(new OperatorFunctions.Input(taken, "Root"))))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("EMAIL_TAKEN"));
    assertThat(make().created()).isTrue();
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> operators.bootstrap(new OperatorFunctions.Input("root", "Root"))))
        .hasMessageContaining("fault");
    assertThat(Owner.rows("SELECT 1 FROM identity.users WHERE role = 'superadmin'"))
        .isEqualTo(List.of());
  }
}
