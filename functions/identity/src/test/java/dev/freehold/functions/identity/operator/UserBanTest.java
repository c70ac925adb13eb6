package dev.freehold.functions.identity.operator;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static dev.freehold.functions.identity.operator.Staff.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bans hold from the next call on, and run out. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class UserBanTest {

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject Staff staff;
  @Inject SettableClock clock;
  @Inject UserBanFunctions bans;

  private Staff.Somebody admin = new Staff.Somebody(new UUID(0, 0), new UUID(0, 0), "");
  private People.SignedUp ada = new People.SignedUp("", new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void hire() {
    admin = staff.admin();
    ada = people.signUp();
  }

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private APIGatewayV2HTTPResponse ban(UUID user, Map<String, ?> body) {
    return admin.send(bans::ban, "POST " + path(user) + "/ban", body);
  }

  private APIGatewayV2HTTPResponse unban(UUID user) {
    return admin.send(bans::unban, "POST " + path(user) + "/unban", Map.of());
  }

  // identity §8.6
  @Test
  void aBannedPersonIsOutFromTheNextCallOnWithSessionAndKey() {
    String key = Rows.apiKey(ada.organizationId(), ada.userId(), "platforms:read");
    assertThat(outcome(staff.session(key))).isEqualTo("200");

    var banned = ban(ada.userId(), Map.of("reason", "spam"));

    assertThat(outcome(banned)).isEqualTo("200");
    assertThat(json(banned).get("status").asText()).isEqualTo("banned");
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(staff.session(key))).isEqualTo("401 UNAUTHENTICATED");
    var refused = people.signIn(ada.email(), People.PASSWORD);
    assertThat(outcome(refused)).isEqualTo("403 ACCOUNT_BANNED");
    assertThat(json(refused).get("banReason").asText()).isEqualTo("spam");
    assertThat(mailbox.templates(ada.email())).contains("account-banned");
    assertThat(AnyUserFunctionsTest.blocked(ada.userId())).containsExactly("banned");
    assertThat(events(ada.userId())).containsExactly("banned", "session_revoked");
  }

  private List<String> events(UUID user) {
    return Owner.rows(
            """
            SELECT event_type FROM identity.audit_authentication
            WHERE user_id = ? AND actor_id = ? ORDER BY event_type
            """,
            user,
            admin.id())
        .stream()
        .map(row -> String.valueOf(row.get("event_type")))
        .toList();
  }

  @Test
  void aLiftedBanLetsThePersonSignInAgain() {
    ban(ada.userId(), Map.of("reason", "spam"));

    JsonNode lifted = json(unban(ada.userId()));

    assertThat(lifted.get("status").asText()).isEqualTo("active");
    assertThat(lifted.get("banReason").isNull()).isTrue();
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD))).isEqualTo("200");
    assertThat(events(ada.userId())).contains("unbanned");
    assertThat(json(unban(ada.userId())).get("version")).isEqualTo(lifted.get("version"));
  }

  @Test
  void aBanRunsOut() {
    var until = Rows.NOW.plus(Duration.ofHours(1));
    assertThat(
            json(ban(ada.userId(), Map.of("reason", "spam", "expiresAt", until)))
                .get("banExpiresAt")
                .asText())
        .isEqualTo("2026-04-01T11:00:00.000Z");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD)))
        .isEqualTo("403 ACCOUNT_BANNED");

    clock.set(until);

    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD))).isEqualTo("200");
  }

  @Test
  void aBanNeedsAReasonAndAnEndAhead() {
    assertThat(outcome(ban(ada.userId(), Map.of()))).isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(ban(ada.userId(), Map.of("reason", "x".repeat(501)))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(ban(ada.userId(), Map.of("reason", "spam", "expiresAt", Rows.NOW))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void operatorsAreBannedBySuperadminsOnlyAndNobodyBansThemselves() {
    Staff.Somebody root = staff.superadmin();
    staff.superadmin();
    var body = Map.of("reason", "coup");

    assertThat(outcome(ban(root.id(), body))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(ban(admin.id(), body))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(root.send(bans::ban, "POST " + path(root.id()) + "/ban", body)))
        .isEqualTo("409 SELF");
    assertThat(outcome(root.send(bans::unban, "POST " + path(root.id()) + "/unban", body)))
        .isEqualTo("409 SELF");
    assertThat(outcome(unban(root.id()))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(root.send(bans::ban, "POST " + path(admin.id()) + "/ban", body)))
        .isEqualTo("200");
    assertThat(outcome(staff.session(admin.token()))).isEqualTo("401 UNAUTHENTICATED");
  }
}
