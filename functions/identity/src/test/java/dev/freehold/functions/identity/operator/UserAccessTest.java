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
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unlocking, signing out everywhere, resetting the second factor. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class UserAccessTest {

  private static final String WRONG = "a short walk on a long pier";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject Staff staff;
  @Inject AnyUserFunctions users;
  @Inject UserAccessFunctions access;

  private Staff.Somebody root = new Staff.Somebody(new UUID(0, 0), new UUID(0, 0), "");
  private People.SignedUp ada = new People.SignedUp("", new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void hire() {
    root = staff.superadmin();
    ada = people.signUp();
  }

  private APIGatewayV2HTTPResponse unlock(Staff.Somebody acting, UUID user) {
    return acting.send(access::unlock, "POST " + path(user) + "/unlock", Map.of());
  }

  private APIGatewayV2HTTPResponse revoke(Staff.Somebody acting, UUID user) {
    return acting.send(access::revokeSessions, "POST " + path(user) + "/revoke-sessions", Map.of());
  }

  private APIGatewayV2HTTPResponse reset(Staff.Somebody acting, UUID user, String reason) {
    return acting.send(
        access::resetTwoFactor,
        "POST " + path(user) + "/reset-two-factor",
        Map.of("reason", reason));
  }

  private JsonNode shown() {
    return json(root.get(users::get, path(ada.userId())));
  }

  @Test
  void aLockIsSeenAndTakenAway() {
    for (int i = 0; i < 5; i++) {
      people.signIn(ada.email(), WRONG);
    }
    assertThat(shown().get("lockedUntil").asText()).isEqualTo("2026-04-01T10:00:30.000Z");
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD)))
        .isEqualTo("429 TOO_MANY_ATTEMPTS");

    assertThat(outcome(unlock(staff.admin(), ada.userId()))).isEqualTo("204");

    assertThat(shown().get("lockedUntil").isNull()).isTrue();
    assertThat(outcome(people.signIn(ada.email(), People.PASSWORD))).isEqualTo("200");
    assertThat(count("unlocked")).isEqualTo(1);
  }

  private long count(String event) {
    return Owner.count(
        """
        SELECT count(*) FROM identity.audit_authentication
        WHERE event_type = ? AND user_id = ? AND actor_id IS NOT NULL
        """,
        event,
        ada.userId());
  }

  // identity §8.6
  @Test
  void endedSessionsAreRefusedAtTheNextCall() {
    var revoked = revoke(staff.admin(), ada.userId());

    assertThat(json(revoked).get("revoked").asInt()).isEqualTo(1);
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(count("session_revoked")).isEqualTo(1);
    assertThat(json(revoke(root, ada.userId())).get("revoked").asInt()).isZero();
  }

  @Test
  void aResetTakesFactorsDevicesAndSessionsAwayAndIsTold() {
    staff.enrol(ada.userId());
    assertThat(shown().get("twoFactorEnabled").asBoolean()).isTrue();
    Owner.update(
        """
        INSERT INTO identity.trusted_devices (id, user_id, token_hash, name, expires_at, created_at)
        VALUES (?, ?, sha256(gen_random_uuid()::text::bytea), 'laptop', now(), now())
        ON CONFLICT DO NOTHING
        """,
        UUID.randomUUID(),
        ada.userId());
    Owner.update(
        """
        INSERT INTO identity.backup_codes (id, user_id, selector, code_hash, created_at)
        VALUES (?, ?, 'ABCD', 'x', now())
        """,
        UUID.randomUUID(),
        ada.userId());

    var answer = reset(root, ada.userId(), "lost the telephone");

    assertThat(outcome(answer)).isEqualTo("204");
    assertThat(shown().get("twoFactorEnabled").asBoolean()).isFalse();
    assertThat(
            Owner.count(
                """
                SELECT (SELECT count(*) FROM identity.backup_codes WHERE user_id = ?)
                  + (SELECT count(*) FROM identity.trusted_devices WHERE user_id = ?)
                """,
                ada.userId(),
                ada.userId()))
        .isZero();
    assertThat(outcome(staff.session(ada.sessionToken()))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(mailbox.templates(ada.email())).contains("two-factor-reset");
    assertThat(count("two_factor_reset")).isEqualTo(1);
  }

  @Test
  void aResetIsASuperadminsAndNeedsAReason() {
    assertThat(outcome(reset(staff.admin(), ada.userId(), "lost the telephone")))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(reset(root, ada.userId(), "lost it"))).isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(reset(root, UUID.randomUUID(), "lost the telephone")))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void operatorsAreLeftToSuperadmins() {
    Staff.Somebody admin = staff.admin();
    UUID other = staff.admin().id();

    assertThat(outcome(unlock(admin, other))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(revoke(admin, root.id()))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(reset(root, root.id(), "lost the telephone")))
        .isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(unlock(root, other))).isEqualTo("204");
    assertThat(outcome(revoke(root, other))).isEqualTo("200");
    assertThat(outcome(reset(root, other, "lost the telephone"))).isEqualTo("204");
  }
}
