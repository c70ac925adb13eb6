package dev.freehold.functions.identity.operator;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static dev.freehold.functions.identity.operator.Staff.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.PasswordFunctions;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.UserFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Secrets;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators find, make and change people. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AnyUserFunctionsTest {

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject Staff staff;
  @Inject AnyUserFunctions users;
  @Inject UserFunctions own;
  @Inject PasswordFunctions passwords;

  private Staff.Somebody admin = new Staff.Somebody(new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void hire() {
    admin = staff.admin();
  }

  private APIGatewayV2HTTPResponse update(UUID user, Map<String, ?> body) {
    return admin.send(users::update, "PATCH " + path(user), body);
  }

  private List<String> listed(String query) {
    var ids = new ArrayList<String>();
    json(admin.get(users::list, "/v1/admin/users?" + query))
        .get("data")
        .forEach(user -> ids.add(user.get("id").asText()));
    return ids;
  }

  @Test
  void aPersonIsFoundByAddressNameStatusAndRole() {
    People.SignedUp ada = people.signUp();
    String id = ada.userId().toString();
    String part = ada.email().substring(0, 14);

    assertThat(listed("email=" + ada.email())).containsExactly(id);
    assertThat(listed("query=" + part)).containsExactly(id);
    assertThat(listed("query=" + part + "&status=active&role=user")).containsExactly(id);
    assertThat(listed("query=" + part + "&status=banned")).isEmpty();
    assertThat(listed("query=" + part + "&role=superadmin")).isEmpty();
    assertThat(listed("query=a%25b")).isEmpty();
    assertThat(listed("email=" + People.address())).isEmpty();
    assertThat(outcome(admin.get(users::list, "/v1/admin/users?status=gone")))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(admin.get(users::list, "/v1/admin/users?cursor=bm9uZQ")))
        .isEqualTo("400 CURSOR_INVALID");
    assertThat(outcome(admin.get(users::list, "/v1/admin/users?email=x")))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void theListIsPagedNewestFirst() {
    String name = "walk " + Secrets.word(10);
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(update(Rows.user(), Map.of("name", name)))).isEqualTo("200");
    }
    String query = "/v1/admin/users?limit=2&query=" + name.replace(' ', '+');
    JsonNode first = json(admin.get(users::list, query));
    String cursor = first.at("/pagination/nextCursor").asText();

    JsonNode second = json(admin.get(users::list, query + "&cursor=" + cursor));

    assertThat(first.get("data")).hasSize(2);
    assertThat(second.get("data")).hasSize(1);
    assertThat(second.at("/pagination/hasMore").asBoolean()).isFalse();
    assertThat(first.at("/data/1/id").asText()).isGreaterThan(second.at("/data/0/id").asText());
  }

  @Test
  void aRunOutBanCountsAsActive() {
    UUID user = Rows.user();
    Owner.update(
        """
        UPDATE identity.users SET status = 'banned', ban_reason = 'spam', ban_expires_at = ?
        WHERE id = ?
        """,
        Rows.NOW,
        user);

    JsonNode shown = json(admin.get(users::get, path(user)));

    assertThat(shown.get("status").asText()).isEqualTo("active");
    assertThat(shown.get("banReason").isNull()).isTrue();
    assertThat(listed("status=banned&limit=100")).doesNotContain(user.toString());
  }

  @Test
  void onlyOperatorsWithASecondFactorGetIn() {
    UUID user = Rows.user();
    var withoutFactor =
        users.get(
            Events.get(path(user))
                .bearer(Rows.session(admin.id(), admin.organizationId()))
                .build());
    var noOperator =
        users.get(Events.get(path(user)).bearer(people.signUp().sessionToken()).build());

    assertThat(outcome(withoutFactor)).isEqualTo("403 TWO_FACTOR_REQUIRED");
    assertThat(outcome(noOperator)).isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(admin.get(users::get, path(UUID.randomUUID())))).isEqualTo("404 NOT_FOUND");
  }

  private APIGatewayV2HTTPResponse create(String email) {
    return admin.send(
        users::create, "POST /v1/admin/users", Map.of("email", email, "name", "Grace"));
  }

  @Test
  void aPersonMadeByAnOperatorSetsThePasswordByTheMailedLink() {
    String email = People.address();

    var made = create(email.toUpperCase(java.util.Locale.ROOT));

    assertThat(outcome(made)).isEqualTo("201");
    JsonNode user = json(made);
    assertThat(made.getHeaders())
        .containsEntry("Location", "/v1/admin/users/" + user.get("id").asText());
    assertThat(user.get("email").asText()).isEqualTo(email);
    assertThat(user.get("emailVerified").asBoolean()).isFalse();
    assertThat(user.get("passwordSet").asBoolean()).isFalse();
    assertThat(outcome(people.signIn(email, People.PASSWORD))).isEqualTo("401 INVALID_CREDENTIALS");
    String link = mailbox.secret("operator-welcome", email, "link");
    var set =
        passwords.confirmReset(
            Events.post("/v1/auth/password-reset/confirm")
                .ip(People.network())
                .json(
                    Json.write(
                        Map.of(
                            "token",
                            link.substring(link.indexOf("token=") + 6),
                            "password",
                            People.PASSWORD)))
                .build());
    assertThat(outcome(set)).isEqualTo("204");
    assertThat(outcome(people.signIn(email, People.PASSWORD))).isEqualTo("200");
  }

  @Test
  void aNewPersonHasAnOrganizationAndIsAnnounced() {
    UUID user = UUID.fromString(json(create(People.address())).get("id").asText());

    UUID organization =
        (UUID)
            Owner.value(
                "SELECT id FROM identity.organizations WHERE owner_id = ? AND is_default", user);
    assertThat(
            Owner.rows("SELECT type FROM core.outbox WHERE organization_id = ?", organization)
                .stream()
                .map(row -> String.valueOf(row.get("type"))))
        .contains("identity.user.created", "identity.organization.created");
  }

  @Test
  void anAddressIsGivenOnceAlsoAtOnce() {
    String email = People.address();

    var outcomes = Race.run(3, () -> outcome(create(email)));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "409 EMAIL_TAKEN", "409 EMAIL_TAKEN");
    assertThat(outcome(create("no address"))).isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void whatIsSentChangesAndThePersonDoesNotSeeTheNotes() {
    People.SignedUp ada = people.signUp();
    String username = "ada-" + Secrets.word(8);

    var changed =
        update(
            ada.userId(),
            Map.of("username", username, "metadata", Map.of("origin", "fair", "score", 1.50)));

    assertThat(outcome(changed)).isEqualTo("200");
    assertThat(changed.getHeaders()).containsEntry("ETag", "\"1\"");
    assertThat(json(changed).at("/metadata/origin").asText()).isEqualTo("fair");
    assertThat(json(changed).get("name").asText()).isEqualTo("Ada");
    assertThat(
            Owner.rows(
                """
                SELECT after->>'username' AS username, jsonb_exists(after, 'metadata') AS shown,
                  metadata->>'metadataChanged' AS changed
                FROM core.audit_log WHERE entity_id = ? AND action = 'user.update'
                """,
                ada.userId().toString()))
        .containsExactly(Map.of("username", username, "shown", false, "changed", "true"));
    JsonNode seen = json(own.get(Events.get("/v1/users/me").bearer(ada.sessionToken()).build()));
    assertThat(seen.get("username").asText()).isEqualTo(username);
    assertThat(seen.has("metadata")).isFalse();
    var nulls = new HashMap<String, Object>();
    nulls.put("name", null);
    nulls.put("metadata", null);
    JsonNode emptied = json(update(ada.userId(), nulls));
    assertThat(emptied.get("name").isNull()).isTrue();
    assertThat(emptied.get("metadata")).isEmpty();
    assertThat(emptied.get("username").asText()).isEqualTo(username);
  }

  @Test
  void anotherVersionIsNotOverwritten() {
    UUID user = Rows.user();

    var stale =
        users.update(
            Events.of("PATCH", path(user))
                .bearer(admin.token())
                .header("If-Match", "\"7\"")
                .json("{\"name\":\"Eve\"}")
                .build());

    assertThat(outcome(stale)).isEqualTo("412 VERSION_MISMATCH");
  }

  @Test
  void faultyFieldsAreRefused() {
    UUID user = Rows.user();

    assertThat(outcome(update(user, Map.of("status", "banned"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(update(user, Map.of("role", "admin")))).isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(update(user, Map.of("metadata", List.of(1)))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(update(user, Map.of("metadata", Map.of("a", "x".repeat(20_000))))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(update(user, Map.of("username", "admin")))).isEqualTo("422 NAME_RESERVED");
  }

  // identity §8.16
  @Test
  void ofTwoPeopleOneGetsTheUsername() {
    String username = "ada-" + Secrets.word(8);
    UUID one = Rows.user();
    UUID other = Rows.user();

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(update(one, Map.of("username", username))),
                () -> outcome(update(other, Map.of("username", username)))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "409 USERNAME_TAKEN");
  }

  // identity §8.6
  @Test
  void aParkedAccountIsClosedAtOnceUntilItIsTakenBack() {
    People.SignedUp ada = people.signUp();

    assertThat(json(update(ada.userId(), Map.of("status", "disabled"))).get("status").asText())
        .isEqualTo("disabled");

    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD)))
        .isEqualTo("403 ACCOUNT_DISABLED");
    assertThat(blocked(ada.userId())).containsExactly("disabled");
    assertThat(outcome(update(ada.userId(), Map.of("status", "active")))).isEqualTo("200");
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD))).isEqualTo("200");
  }

  static List<String> blocked(UUID user) {
    return Owner.rows(
            """
            SELECT payload->>'reason' AS reason FROM core.outbox
            WHERE type = 'identity.user.blocked' AND payload->>'userId' = ?
            """,
            user.toString())
        .stream()
        .map(row -> String.valueOf(row.get("reason")))
        .toList();
  }

  @Test
  void aBannedAccountIsNotTakenBackByAnotherDoor() {
    UUID user = Rows.user();
    Owner.update(
        "UPDATE identity.users SET status = 'banned', ban_reason = 'spam' WHERE id = ?", user);

    assertThat(outcome(update(user, Map.of("status", "active")))).isEqualTo("403 ACCOUNT_BANNED");
    assertThat(json(update(user, Map.of("name", "Eve"))).get("banReason").asText())
        .isEqualTo("spam");
  }

  @Test
  void operatorsDoNotChangeOperatorsButSuperadminsDo() {
    Staff.Somebody root = staff.superadmin();
    UUID other = staff.admin().id();
    var body = Map.of("name", "Grace");

    assertThat(outcome(update(other, body))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(update(root.id(), body))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(root.send(users::update, "PATCH " + path(other), body))).isEqualTo("200");
    assertThat(outcome(root.send(users::update, "PATCH " + path(root.id()), body)))
        .isEqualTo("403 TARGET_IS_OPERATOR");
  }
}
