package dev.freehold.identity;

import static dev.freehold.testing.Rows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** identity.verify_api_key: judged and counted in one statement. */
class ApiKeyLookUpTest {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private UUID user = new UUID(0, 0);
  private UUID organization = new UUID(0, 0);
  private String key = "";

  @BeforeAll
  static void startDatabase() {
    AppConnection.startDatabase();
  }

  @BeforeEach
  void makeKey() {
    user = Rows.user();
    organization = Rows.organization(user);
    key = Rows.apiKey(organization, user, "platforms:read");
  }

  private Map<String, @Nullable Object> caller(@Nullable UUID asked, int cost, Instant now) {
    return AppConnection.row(
        "SELECT * FROM identity.verify_api_key(sha256(?), ?::uuid, ?, ?)",
        key.getBytes(StandardCharsets.UTF_8),
        asked,
        cost,
        now);
  }

  private String outcome(Instant now) {
    return String.valueOf(caller(null, 1, now).get("outcome"));
  }

  private void set(String columns, @Nullable Object... values) {
    var args = new java.util.ArrayList<@Nullable Object>(java.util.Arrays.asList(values));
    args.add(user);
    Owner.update("UPDATE identity.api_keys SET " + columns + " WHERE user_id = ?", args.toArray());
  }

  private long counted(String column) {
    return Owner.count("SELECT " + column + " FROM identity.api_keys WHERE user_id = ?", user);
  }

  @Test
  void aPersonalKeyActsAsItsMaker() {
    assertThat(caller(null, 1, NOW))
        .containsEntry("outcome", "OK")
        .containsEntry("user_id", user)
        .containsEntry("role", "owner")
        .containsEntry("key_kind", "personal")
        .containsEntry("organization_id", organization);
    assertThat(counted("request_count")).isEqualTo(1);
  }

  @Test
  void aServiceKeyOutlivesItsMaker() {
    key = Rows.serviceKey(organization, user, "platforms:read");
    Owner.update("UPDATE identity.users SET status = 'disabled' WHERE id = ?", user);

    assertThat(caller(null, 1, NOW))
        .containsEntry("outcome", "OK")
        .containsEntry("user_id", null)
        .containsEntry("role", null);
  }

  @Test
  void revokedDisabledAndOrphanedKeysAreNobodyAtTheNextCall() {
    // identity §8.6
    set("enabled = false");
    assertThat(outcome(NOW)).isEqualTo("UNAUTHENTICATED");
    set("enabled = true, revoked_at = ?", NOW);
    assertThat(outcome(NOW)).isEqualTo("UNAUTHENTICATED");
    set("revoked_at = NULL");
    Owner.update("UPDATE identity.users SET status = 'banned' WHERE id = ?", user);
    assertThat(outcome(NOW)).isEqualTo("UNAUTHENTICATED");
    Owner.update("UPDATE identity.users SET status = 'active' WHERE id = ?", user);
    assertThat(outcome(NOW)).isEqualTo("OK");
    assertThat(counted("request_count")).isEqualTo(1);
  }

  @Test
  void aRemovedMembersKeyIsNobodysAtTheNextCall() {
    // identity §8.6
    UUID member = Rows.memberOf(organization, "member");
    key = Rows.apiKey(organization, member, "platforms:read");
    assertThat(outcome(NOW)).isEqualTo("OK");

    Owner.update("DELETE FROM identity.members WHERE user_id = ?", member);

    assertThat(outcome(NOW)).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void isJudgedInTheOrderOfThePage() {
    set(
        "remaining = 0, rate_limit_max = 1, window_started_at = ?, window_count = 1, expires_at = ?",
        NOW,
        NOW);
    assertThat(outcome(NOW)).isEqualTo("API_KEY_EXPIRED");
    set("expires_at = ?", NOW.plusMillis(1));
    assertThat(caller(null, 1, NOW))
        .containsEntry("outcome", "API_KEY_RATE_LIMITED")
        .containsEntry("retry_after_seconds", 60L);
    set("window_count = 0");
    assertThat(caller(null, 1, NOW))
        .containsEntry("outcome", "API_KEY_EXHAUSTED")
        .containsEntry("retry_after_seconds", 86_400L);
    set("remaining = NULL");
    UUID foreign = Rows.organization(Rows.user());
    assertThat(caller(foreign, 1, NOW)).containsEntry("outcome", "NOT_FOUND");
    assertThat(counted("request_count")).isZero();
    assertThat(counted("window_count")).isZero();
  }

  @Test
  void onlyAKeyOfAllOrganizationsNamesAnother() {
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");
    key = Rows.crossOrganizationKey(operators, operator, "usage:write");

    assertThat(caller(organization, 1, NOW))
        .containsEntry("outcome", "OK")
        .containsEntry("organization_id", organization)
        .containsEntry("session_organization_id", operators);
    assertThat(caller(UUID.randomUUID(), 1, NOW)).containsEntry("outcome", "NOT_FOUND");
  }

  @Test
  void oneHundredOfTwoHundredParallelCallsAreValid() {
    // identity §8.17
    set("rate_limit_max = 100");

    var outcomes = new java.util.ArrayList<String>();
    for (int round = 0; round < 10; round++) {
      outcomes.addAll(Race.run(20, () -> outcome(NOW)));
    }

    assertThat(Collections.frequency(outcomes, "OK")).isEqualTo(100);
    assertThat(Collections.frequency(outcomes, "API_KEY_RATE_LIMITED")).isEqualTo(100);
    assertThat(counted("window_count")).isEqualTo(100);
    assertThat(counted("request_count")).isEqualTo(100);
  }

  @Test
  void theLastRemainingCallIsGivenOnce() {
    // identity §8.17
    set("remaining = 1");

    var outcomes = Race.run(2, () -> outcome(NOW));

    assertThat(outcomes).containsExactlyInAnyOrder("OK", "API_KEY_EXHAUSTED");
    assertThat(counted("remaining")).isZero();
  }

  @Test
  void aWindowStartsWithTheFirstCallAfterTheLastOneEnded() {
    set("rate_limit_max = 1");
    Instant first = NOW.plusSeconds(7);

    assertThat(outcome(first)).isEqualTo("OK");
    assertThat(outcome(first.plus(WINDOW).minusMillis(1))).isEqualTo("API_KEY_RATE_LIMITED");
    assertThat(outcome(first.plus(WINDOW))).isEqualTo("OK");
    assertThat(outcome(first.plus(WINDOW))).isEqualTo("API_KEY_RATE_LIMITED");
  }

  @Test
  void aDueRefillIsSetOnceAndMissedOnesDoNotAddUp() {
    // identity §8.18
    set("remaining = 0, refill_amount = 5, refill_interval_ms = 60000, last_refill_at = ?", NOW);
    Instant late = NOW.plus(Duration.ofMinutes(3)).plusSeconds(20);

    assertThat(outcome(NOW.plusSeconds(59))).isEqualTo("API_KEY_EXHAUSTED");
    var outcomes = Race.run(8, () -> outcome(late));

    assertThat(Collections.frequency(outcomes, "OK")).isEqualTo(5);
    assertThat(counted("remaining")).isZero();
    assertThat(Owner.value("SELECT last_refill_at FROM identity.api_keys WHERE user_id = ?", user))
        .isEqualTo(java.sql.Timestamp.from(NOW.plus(Duration.ofMinutes(3))));
    assertThat(caller(null, 1, late)).containsEntry("retry_after_seconds", 40L);
  }

  @Test
  void aReplacedKeyWorksUntilItsGraceEnds() {
    set(
        "previous_key_hash = key_hash, previous_key_expires_at = ?, key_hash = sha256('another')",
        NOW.plusSeconds(60));

    assertThat(outcome(NOW.plusSeconds(60).minusMillis(1))).isEqualTo("OK");
    assertThat(outcome(NOW.plusSeconds(60))).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void otherOrganizationsKeysAreNotChargedWhenSomebodyAsks() {
    UUID asking = Rows.organization(Rows.user());

    var judged =
        AppConnection.row(
            "SELECT (j.caller).outcome FROM identity.judge_own_api_key(sha256(?), ?, 1, ?) j",
            key.getBytes(StandardCharsets.UTF_8),
            asking,
            NOW);

    assertThat(judged).containsEntry("outcome", null);
    assertThat(counted("request_count")).isZero();
  }
}
