package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.key.ApiKeyFunctions;
import dev.freehold.functions.identity.organization.OrganizationFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From nobody to a person with an organization and a key, as the demo's first steps go. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class FirstStepsTest {

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject OrganizationFunctions organizations;
  @Inject SessionFunctions sessions;
  @Inject ApiKeyFunctions keys;

  @Test
  void signUpConfirmedByTheMailedCodeGivesASessionAndAnOrganization() {
    String email = People.address();
    var started =
        people.startSignUp(
            Map.of(
                "email",
                "  " + email.toUpperCase(java.util.Locale.ROOT),
                "password",
                People.PASSWORD,
                "name",
                "Ada",
                "organizationName",
                "Acme"));
    assertThat(outcome(started)).isEqualTo("202");
    String signUpId = json(started).get("signUpId").asText();

    var confirmed =
        people.confirmSignUp(
            Map.of("signUpId", signUpId, "code", mailbox.code("sign-up-code", email)));

    assertThat(outcome(confirmed)).isEqualTo("201");
    JsonNode body = json(confirmed);
    assertThat(body.get("status").asText()).isEqualTo("signed_in");
    assertThat(body.get("sessionToken").asText()).startsWith("fhs_");
    assertThat(body.get("deviceToken").isNull()).isTrue();
    assertThat(body.get("user").get("email").asText()).isEqualTo(email);
    assertThat(body.get("user").get("emailVerified").asBoolean()).isTrue();
    assertThat(body.get("user").get("passwordSet").asBoolean()).isTrue();
    UUID organization = UUID.fromString(body.get("organizationId").asText());
    var shown =
        organizations.get(
            Events.get("/v1/organizations/" + organization)
                .bearer(body.get("sessionToken").asText())
                .build());
    assertThat(outcome(shown)).isEqualTo("200");
    assertThat(json(shown).get("name").asText()).isEqualTo("Acme");
    assertThat(json(shown).get("role").asText()).isEqualTo("owner");
    assertThat(shown.getHeaders()).containsEntry("ETag", "\"0\"");
  }

  @Test
  void aNewOrganizationIsAnnouncedAndHasThePresetRoles() {
    UUID organization = people.signUp().organizationId();

    assertThat(messages(organization))
        .contains(
            "identity.user.created", "identity.organization.created", "identity.member.joined");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM identity.organization_roles WHERE organization_id = ?",
                organization))
        .isEqualTo(2);
  }

  @Test
  void aFreshSessionMakesAKeyThatIsACallerOfItsOwn() {
    People.SignedUp ada = people.signUp();

    var created =
        keys.create(
            Events.post("/v1/organizations/%s/api-keys".formatted(ada.organizationId()))
                .bearer(ada.sessionToken())
                .json("{\"name\":\"demo\",\"permissions\":[\"platforms:read\",\"audit:read\"]}")
                .build());

    assertThat(outcome(created)).isEqualTo("201");
    String key = json(created).get("key").asText();
    assertThat(key).startsWith("fh_test_");
    assertThat(json(created).get("rateLimit").toString())
        .isEqualTo("{\"enabled\":true,\"windowMs\":60000,\"max\":600}");
    var session = sessions.get(Events.get("/v1/session").bearer(key).build());
    assertThat(outcome(session)).isEqualTo("200");
    assertThat(json(session).get("session").isNull()).isTrue();
    assertThat(json(session).get("permissions"))
        .isEqualTo(Json.tree(List.of("audit:read", "platforms:read")));
    assertThat(mailbox.templates(ada.email())).contains("api-key-created");
  }

  @Test
  void theStoredAnswerOfAKeyHasNoSecret() {
    People.SignedUp ada = people.signUp();
    var request =
        Events.post("/v1/organizations/%s/api-keys".formatted(ada.organizationId()))
            .bearer(ada.sessionToken())
            .header("Idempotency-Key", "key-1")
            .json("{\"name\":\"ci\",\"permissions\":[\"platforms:read\"]}");
    JsonNode first = json(keys.create(request.build()));

    var again = keys.create(request.build());

    assertThat(outcome(again)).isEqualTo("201");
    assertThat(again.getHeaders()).containsEntry("Idempotent-Replayed", "true");
    assertThat(json(again).get("id")).isEqualTo(first.get("id"));
    assertThat(json(again).get("key").isNull()).isTrue();
    assertThat(first.get("key").isNull()).isFalse();
  }

  @Test
  void signOutEndsTheSessionAtOnce() {
    People.SignedUp ada = people.signUp();
    var out = sessions.end(Events.post("/v1/auth/sign-out").bearer(ada.sessionToken()).build());

    assertThat(outcome(out)).isEqualTo("204");
    assertThat(out.getCookies().getFirst()).startsWith("freehold_session=;").contains("Max-Age=0");
    // identity §8.6
    assertThat(outcome(sessions.get(Events.get("/v1/session").bearer(ada.sessionToken()).build())))
        .isEqualTo("401 UNAUTHENTICATED");
  }

  @Test
  void aBrowserGetsCookiesAndNoTokens() {
    String email = People.address();
    String signUpId = json(people.startSignUp(email)).get("signUpId").asText();
    String body =
        Json.write(Map.of("signUpId", signUpId, "code", mailbox.code("sign-up-code", email)));

    var refused = people.confirmFromPage(body, "https://evil.example");
    var confirmed = people.confirmFromPage(body, "http://localhost:8080");

    assertThat(outcome(refused)).isEqualTo("403 ORIGIN_REFUSED");
    assertThat(json(confirmed).get("sessionToken").isNull()).isTrue();
    assertThat(confirmed.getCookies()).hasSize(1);
    String cookie = confirmed.getCookies().getFirst();
    assertThat(cookie)
        .startsWith("freehold_session=fhs_")
        .contains("; HttpOnly; Secure; SameSite=Lax")
        // A session in use is pushed on up to thirty days; its cookie is given once.
        .contains("; Path=/; Max-Age=2592000;");
    String pair = cookie.substring(0, cookie.indexOf(';'));
    assertThat(outcome(sessions.get(Events.get("/v1/session").header("cookie", pair).build())))
        .isEqualTo("200");
    assertThat(
            outcome(sessions.end(Events.post("/v1/auth/sign-out").header("cookie", pair).build())))
        .isEqualTo("403 ORIGIN_REFUSED");
  }

  private static List<String> messages(UUID organization) {
    return Owner.rows("SELECT type FROM core.outbox WHERE organization_id = ?", organization)
        .stream()
        .map(row -> String.valueOf(row.get("type")))
        .toList();
  }
}
