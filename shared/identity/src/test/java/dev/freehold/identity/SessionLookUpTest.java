package dev.freehold.identity;

import static dev.freehold.testing.Rows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** identity.resolve_session: the caller of a session token. */
class SessionLookUpTest {

  private UUID user = new UUID(0, 0);
  private UUID organization = new UUID(0, 0);
  private String token = "";

  @BeforeAll
  static void startDatabase() {
    AppConnection.startDatabase();
  }

  @BeforeEach
  void signIn() {
    user = Rows.user();
    organization = Rows.organization(user);
    token = Rows.session(user, organization);
  }

  private Map<String, @Nullable Object> caller(@Nullable UUID asked, Instant now) {
    return AppConnection.row(
        "SELECT * FROM identity.resolve_session(sha256(?), ?::uuid, ?)",
        token.getBytes(StandardCharsets.UTF_8),
        asked,
        now);
  }

  private @Nullable Object outcome(@Nullable UUID asked, Instant now) {
    return caller(asked, now).get("outcome");
  }

  @Test
  void findsPersonOrganizationAndRole() {
    var caller = caller(null, NOW);

    assertThat(caller)
        .containsEntry("outcome", "OK")
        .containsEntry("user_id", user)
        .containsEntry("organization_id", organization)
        .containsEntry("role", "owner")
        .containsEntry("system_role", "user")
        .containsEntry("methods", List.of("password"))
        .containsEntry("two_factor_enabled", false);
  }

  @Test
  void anUnknownTokenIsNobody() {
    token = "fhs_nobody";

    assertThat(outcome(null, NOW)).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void anotherTenantsOrganizationAndNoneAreNotTold() {
    UUID foreign = Rows.organization(Rows.user());

    assertThat(outcome(foreign, NOW)).isEqualTo("NOT_FOUND");
    assertThat(outcome(UUID.randomUUID(), NOW)).isEqualTo("NOT_FOUND");
  }

  @Test
  void operatorsMayNameAnyOrganizationWithoutARole() {
    user = Rows.operator();
    UUID own = Rows.organization(user, "operator");
    token = Rows.operatorSession(user, own);

    assertThat(caller(organization, NOW))
        .containsEntry("outcome", "OK")
        .containsEntry("organization_id", organization)
        .containsEntry("role", null)
        .containsEntry("system_role", "superadmin");
  }

  @Test
  void aRemovedMemberIsRefusedAtTheNextCall() {
    // identity §8.6
    UUID member = Rows.memberOf(organization, "member");
    token = Rows.session(member, organization);
    assertThat(outcome(organization, NOW)).isEqualTo("OK");

    Owner.update("DELETE FROM identity.members WHERE user_id = ?", member);

    assertThat(outcome(organization, NOW)).isEqualTo("NOT_FOUND");
    assertThat(caller(null, NOW))
        .containsEntry("outcome", "OK")
        .containsEntry("organization_id", null);
  }

  @Test
  void bannedDisabledAndDeletedPeopleAreRefusedAtTheNextCall() {
    // identity §8.6
    Instant end = NOW.plusSeconds(3600);
    Owner.update(
        "UPDATE identity.users SET status = 'banned', ban_expires_at = ? WHERE id = ?", end, user);
    assertThat(outcome(null, end.minusMillis(1))).isEqualTo("UNAUTHENTICATED");
    assertThat(outcome(null, end)).isEqualTo("OK");

    Owner.update(
        "UPDATE identity.users SET status = 'disabled', ban_expires_at = NULL WHERE id = ?", user);
    assertThat(outcome(null, NOW)).isEqualTo("UNAUTHENTICATED");

    Owner.update(
        "UPDATE identity.users SET status = 'active', deleted_at = ? WHERE id = ?", NOW, user);
    assertThat(outcome(null, NOW)).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void twoCallsAtTheMomentOfExtensionAreBothServedAndPushItOnce() {
    // identity §8.5
    Instant due = NOW.plus(Duration.ofDays(1));

    var outcomes = Race.run(8, () -> outcome(null, due));

    assertThat(outcomes).containsOnly("OK");
    assertThat(expiresAt()).isEqualTo(due.plus(Duration.ofDays(7)));
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.audit_authentication
                WHERE user_id = ? AND event_type = 'session_refreshed'
                """,
                user))
        .isEqualTo(1);
  }

  @Test
  void isPushedOnAfterADayAndNeverPastThirty() {
    outcome(null, NOW.plus(Duration.ofDays(1)).minusMillis(1));
    assertThat(expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(7)));

    for (int day = 1; day < 30; day += 6) {
      assertThat(outcome(null, NOW.plus(Duration.ofDays(day)))).isEqualTo("OK");
    }

    Instant end = NOW.plus(Duration.ofDays(30));
    assertThat(expiresAt()).isEqualTo(end);
    assertThat(outcome(null, end.minusMillis(1))).isEqualTo("OK");
    assertThat(outcome(null, end)).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void anUnusedSessionEndsAfterSevenDays() {
    assertThat(outcome(null, NOW.plus(Duration.ofDays(7)))).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void grantAndDenialEndExactlyAtTheirExpiry() {
    // identity §8.21
    Instant end = NOW.plusSeconds(60);
    grant("billing:refund", "allow", end);
    grant("keys:create", "deny", end);

    var before = caller(null, end.minusMillis(1));
    var after = caller(null, end);

    assertThat(before)
        .containsEntry("allowed", List.of("billing:refund"))
        .containsEntry("denied", List.of("keys:create"));
    assertThat(after).containsEntry("allowed", List.of()).containsEntry("denied", List.of());
  }

  private void grant(String permission, String effect, Instant expiresAt) {
    Owner.update(
        """
        INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
          granted_by, expires_at, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        UUID.randomUUID(),
        organization,
        user,
        permission,
        effect,
        user,
        expiresAt,
        NOW,
        NOW);
  }

  private @Nullable Instant expiresAt() {
    return Owner.value("SELECT expires_at FROM identity.sessions WHERE user_id = ?", user)
            instanceof Timestamp time
        ? time.toInstant()
        : null;
  }
}
