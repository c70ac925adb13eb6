package dev.freehold.functions.identity.operator;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static dev.freehold.functions.identity.operator.Staff.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.OwnSessionFunctions;
import dev.freehold.functions.identity.PasswordFunctions;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.UserFunctions;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator acts as a user: shortly, seen by all, and never in what is the person's own. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ImpersonationTest {

  private static final String REASON = "ticket 4711: cannot see platforms";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject Staff staff;
  @Inject SettableClock clock;
  @Inject ImpersonationFunctions impersonations;
  @Inject AnyUserFunctions users;
  @Inject UserBanFunctions bans;
  @Inject UserFunctions own;
  @Inject PasswordFunctions passwords;
  @Inject OwnSessionFunctions sessions;

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

  private APIGatewayV2HTTPResponse impersonate(Staff.Somebody acting, UUID user) {
    return acting.send(
        impersonations::start, "POST " + path(user) + "/impersonate", Map.of("reason", REASON));
  }

  private String token() {
    return json(impersonate(admin, ada.userId())).get("sessionToken").asText();
  }

  private APIGatewayV2HTTPResponse end(String token) {
    return impersonations.end(Events.post("/v1/session/end-impersonation").bearer(token).build());
  }

  @Test
  void theSessionIsThePersonsAndSaysWhoIsBehindIt() {
    var answer = impersonate(admin, ada.userId());

    assertThat(outcome(answer)).isEqualTo("201");
    assertThat(answer.getCookies()).isNullOrEmpty();
    JsonNode body = json(answer);
    assertThat(body.get("expiresAt").asText()).isEqualTo("2026-04-01T11:00:00.000Z");
    assertThat(body.get("organizationId").asText()).isEqualTo(ada.organizationId().toString());
    JsonNode session = json(staff.session(body.get("sessionToken").asText()));
    assertThat(session.at("/user/id").asText()).isEqualTo(ada.userId().toString());
    assertThat(session.at("/session/impersonatedBy").asText()).isEqualTo(admin.id().toString());
    assertThat(session.at("/session/methods").toString()).isEqualTo("[\"impersonation\"]");
    assertThat(mailbox.templates(ada.email())).contains("impersonation-notice");
    assertThat(outcome(staff.session(admin.token()))).isEqualTo("200");
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("200");
  }

  @Test
  void theTokenIsInTheBodyForBrowsersTooAndInNoStoredAnswer() {
    var request =
        Events.post(path(ada.userId()) + "/impersonate")
            .bearer(admin.token())
            .header("Origin", "http://localhost:8080")
            .header("Idempotency-Key", "once")
            .json("{\"reason\":\"" + REASON + "\"}");
    var first = impersonations.start(request.build());

    var again = impersonations.start(request.build());

    assertThat(json(first).get("sessionToken").asText()).startsWith("fhs_");
    assertThat(first.getCookies()).isNullOrEmpty();
    assertThat(outcome(again)).isEqualTo("201");
    assertThat(json(again).get("sessionToken").isNull()).isTrue();
  }

  @Test
  void itEndsAfterAnHourAndIsNotPushedOn() {
    String token = token();
    clock.advance(Duration.ofMinutes(59));
    assertThat(outcome(staff.session(token))).isEqualTo("200");

    clock.advance(Duration.ofMinutes(1));

    assertThat(outcome(staff.session(token))).isEqualTo("401 UNAUTHENTICATED");
  }

  @Test
  void itEndsWhenTheOperatorIsDoneAndBothAreInTheAudit() {
    String token = token();

    assertThat(outcome(end(token))).isEqualTo("204");

    assertThat(outcome(staff.session(token))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(end(ada.sessionToken()))).isEqualTo("409 NOT_IMPERSONATING");
    assertThat(
            Owner.rows(
                """
                SELECT event_type FROM identity.audit_authentication
                WHERE user_id = ? AND actor_id = ? ORDER BY event_type
                """,
                ada.userId(),
                admin.id()))
        .containsExactly(
            Map.of("event_type", "impersonation_ended"),
            Map.of("event_type", "impersonation_started"));
  }

  @Test
  void whatIsThePersonsOwnIsForbidden() {
    String token = token();

    var profile =
        own.update(
            Events.of("PATCH", "/v1/users/me").bearer(token).json("{\"name\":\"Eve\"}").build());
    var password =
        passwords.change(
            Events.post("/v1/users/me/password")
                .bearer(token)
                .json("{\"newPassword\":\"a brisk run up the harbour wall\"}")
                .build());
    var nested =
        impersonations.start(
            Events.post(path(Rows.user()) + "/impersonate")
                .bearer(token)
                .json("{\"reason\":\"" + REASON + "\"}")
                .build());

    assertThat(outcome(profile)).isEqualTo("403 IMPERSONATION_FORBIDDEN");
    assertThat(outcome(password)).isEqualTo("403 IMPERSONATION_FORBIDDEN");
    assertThat(outcome(nested)).isEqualTo("403 IMPERSONATION_FORBIDDEN");
    assertThat(outcome(own.get(Events.get("/v1/users/me").bearer(token).build()))).isEqualTo("200");
  }

  /** Often enough that without the lock one of them is lost. */
  @RepeatedTest(12)
  void oneOperatorActsAsOnePersonAtATimeAlsoWhenAskedAtOnce() {
    UUID bob = Rows.user();

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(impersonate(admin, ada.userId())),
                () -> outcome(impersonate(admin, bob))));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "409 ALREADY_IMPERSONATING");
    assertThat(outcome(impersonate(staff.admin(), ada.userId()))).isEqualTo("201");
  }

  @Test
  void nobodyActsAsAnOperatorNorAsWhoIsShutOut() {
    Staff.Somebody root = staff.superadmin();
    UUID banned = Rows.user();
    UUID disabled = Rows.user();
    Owner.update(
        "UPDATE identity.users SET status = 'banned', ban_reason = 'x' WHERE id = ?", banned);
    Owner.update("UPDATE identity.users SET status = 'disabled' WHERE id = ?", disabled);

    assertThat(outcome(impersonate(root, admin.id()))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(impersonate(root, root.id()))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(impersonate(root, banned))).isEqualTo("403 ACCOUNT_BANNED");
    assertThat(outcome(impersonate(root, disabled))).isEqualTo("403 ACCOUNT_DISABLED");
    assertThat(outcome(impersonate(root, UUID.randomUUID()))).isEqualTo("404 NOT_FOUND");
    assertThat(
            outcome(
                admin.send(
                    impersonations::start,
                    "POST " + path(ada.userId()) + "/impersonate",
                    Map.of("reason", "too short"))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  // identity §8.6
  @Test
  void whatABlockedOperatorHasOpenEndsAtOnce() {
    String token = token();
    Staff.Somebody root = staff.superadmin();

    root.send(bans::ban, "POST " + path(admin.id()) + "/ban", Map.of("reason", "coup"));

    assertThat(outcome(staff.session(token))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status = 'banned', ban_reason = 'coup'", "role = 'user'"})
  void whoIsShutOutWhileTheCallWaitsActsAsNobody(String change) throws Exception {
    String outcome =
        Staff.overtaken(
            () -> outcome(impersonate(admin, ada.userId())),
            "SELECT 1",
            "UPDATE identity.users SET " + change + " WHERE id = ?",
            admin.id());

    assertThat(outcome).isEqualTo("403 PERMISSION_DENIED");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM identity.sessions WHERE impersonated_by = ?", admin.id()))
        .isZero();
  }

  /** Who had stolen the operator's session has nothing left. */
  @Test
  void itEndsWithTheOperatorsNewPassword() {
    String token = token();

    var changed =
        passwords.change(
            Events.post("/v1/users/me/password")
                .bearer(admin.token())
                .json("{\"newPassword\":\"a brisk run up the harbour wall\"}")
                .build());

    assertThat(outcome(changed)).isEqualTo("204");
    assertThat(outcome(staff.session(token))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("200");
    assertThat(endings()).isEqualTo(1);
  }

  @Test
  void itEndsWithAllOfTheOperatorsSessions() {
    String token = token();

    var ended =
        sessions.revokeAll(
            Events.post("/v1/users/me/sessions/revoke-all")
                .bearer(admin.token())
                .json("{}")
                .build());

    assertThat(outcome(ended)).isEqualTo("200");
    assertThat(json(ended).get("revoked").asInt()).isZero();
    assertThat(outcome(staff.session(token))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(staff.session(admin.token()))).isEqualTo("200");
    assertThat(endings()).isEqualTo(1);
  }

  private long endings() {
    return Owner.count(
        """
        SELECT count(*) FROM identity.audit_authentication
        WHERE event_type = 'impersonation_ended' AND user_id = ?
          AND coalesce(actor_id::text, details->>'impersonatedBy') = ?
        """,
        ada.userId(),
        admin.id().toString());
  }

  @Test
  void whoBecomesAnOperatorIsNotActedAsAnyLonger() {
    String token = token();
    staff.enrol(ada.userId());
    Staff.Somebody root = staff.superadmin();

    root.send(users::setRole, "PUT " + path(ada.userId()) + "/role", Map.of("role", "admin"));

    assertThat(outcome(staff.session(token))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("200");
  }
}
