package dev.freehold.functions.identity.provider;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.organization.InvitationFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.google.GoogleSimulator;
import dev.freehold.sandbox.login.Person;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Coming from a provider where only the invited may sign up. */
@QuarkusTest
@TestProfile(InvitedProviderSignUpTest.InvitedOnly.class)
@WithTestResource(TestDatabase.class)
@WithTestResource(ProviderSandbox.class)
class InvitedProviderSignUpTest {

  /** The mode that a test cannot switch. */
  public static class InvitedOnly implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("freehold.identity.sign-up.mode", "invited");
    }
  }

  @Inject Mailbox mailbox;
  @Inject ProviderFunctions providers;
  @Inject InvitationFunctions invitations;
  @Inject SettableClock clock;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final Person bob = new Person(People.address(), "Bob", true);

  private String invite() {
    var made =
        invitations.create(
            Events.post("/v1/organizations/" + acme + "/invitations")
                .bearer(Rows.session(owner, acme))
                .json(Json.write(Map.of("email", bob.email(), "role", "member")))
                .build());
    assertThat(outcome(made)).isEqualTo("201");
    return mailbox.secret("invitation", bob.email(), "link").replaceFirst(".*token=", "");
  }

  private String through(Person person, Map<String, ?> body) {
    try (Sandbox sandbox = ProviderSandbox.open(clock)) {
      var started =
          providers.start(
              Events.post("/v1/auth/providers/google/start")
                  .ip(People.network())
                  .json(Json.write(body))
                  .build());
      URI address = URI.create(json(started).get("authorizationUrl").asText());
      URI back = sandbox.simulator(GoogleSimulator.class).signIn(address, person);
      var landed =
          providers.finish(
              Events.get(back.getRawPath() + "?" + back.getRawQuery())
                  .ip(People.network())
                  .header("Cookie", started.getCookies().getFirst().replaceFirst(";.*", ""))
                  .build());
      return Objects.requireNonNull(landed.getHeaders().get("Location"));
    }
  }

  @Test
  void withoutAnInvitationItIsClosed() {
    assertThat(through(bob, Map.of())).endsWith("/sign-in?error=SIGN_UP_CLOSED");
    assertThat(through(bob, Map.of("invitationToken", "fhi_" + "A".repeat(43))))
        .endsWith("/sign-in?error=SIGN_UP_CLOSED");
  }

  @Test
  void anInvitationToAnotherAddressDoesNotLetIn() {
    String token = invite();

    assertThat(through(new Person(People.address(), "Eve", true), Map.of("invitationToken", token)))
        .endsWith("/sign-in?error=SIGN_UP_CLOSED");
  }

  @Test
  void theInvitedIsAPersonAndAMemberAtOnce() {
    String token = invite();

    assertThat(through(bob, Map.of("invitationToken", token))).endsWith("/");

    assertThat(
            Owner.value(
                """
                SELECT m.role FROM identity.members m
                JOIN identity.user_emails e ON e.user_id = m.user_id
                WHERE m.organization_id = ? AND e.email = ?
                """,
                acme,
                bob.email()))
        .isEqualTo("member");
    assertThat(
            Owner.value(
                """
                SELECT a.provider_id FROM identity.accounts a
                JOIN identity.user_emails e ON e.user_id = a.user_id WHERE e.email = ?
                """,
                bob.email()))
        .isEqualTo("google");
  }
}
