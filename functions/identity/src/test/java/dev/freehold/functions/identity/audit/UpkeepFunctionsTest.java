package dev.freehold.functions.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.upkeep.EventMaintenance;
import dev.freehold.identity.upkeep.ExpiredRows;
import dev.freehold.identity.upkeep.KeyExpiryWarning;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.lambda.Tick;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What identity does at night, twice and late. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class UpkeepFunctionsTest {

  @Inject UpkeepFunctions upkeep;
  @Inject ExpiredRows expired;
  @Inject EventMaintenance events;
  @Inject KeyExpiryWarning warning;
  @Inject AuthenticationLog log;
  @Inject Transactions transactions;
  @Inject SettableClock clock;

  private final UUID user = Rows.user();
  private final UUID organization = Rows.organization(user);

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private static Swept run(Supplier<Swept> work) {
    return Call.system("test", Scope.operator()).supply(work::get);
  }

  private long count(String table) {
    return Owner.count("SELECT count(*) FROM identity." + table + " WHERE user_id = ?", user);
  }

  private void rowsThatEnd(Instant end) {
    Rows.session(user, organization);
    Owner.update("UPDATE identity.sessions SET expires_at = ? WHERE user_id = ?", end, user);
    Owner.update(
        """
        INSERT INTO identity.verifications (id, kind, user_id, email, token_hash, attempts,
          expires_at, created_at)
        VALUES (?, 'magic_link', ?, 'a@b.test', sha256(?), 0, ?, ?)
        """,
        UUID.randomUUID(),
        user,
        UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8),
        end,
        Rows.NOW);
    Owner.update(
        """
        INSERT INTO identity.trusted_devices (id, user_id, token_hash, name, expires_at, created_at)
        VALUES (?, ?, sha256(?), 'Firefox', ?, ?)
        """,
        UUID.randomUUID(),
        user,
        UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8),
        end,
        Rows.NOW);
  }

  @Test
  void whatIsPastItsEndGoesAndNothingBefore() {
    // identity §8.28
    rowsThatEnd(Rows.NOW.plusSeconds(60));

    clock.set(Rows.NOW.plusSeconds(60).minusMillis(1));
    run(expired::purge);
    assertThat(List.of(count("sessions"), count("verifications"), count("trusted_devices")))
        .containsOnly(1L);

    clock.set(Rows.NOW.plusSeconds(60));
    assertThat(run(expired::purge).found()).isGreaterThanOrEqualTo(3);
    assertThat(List.of(count("sessions"), count("verifications"), count("trusted_devices")))
        .containsOnly(0L);
    assertThat(run(expired::purge).more()).isFalse();
  }

  @Test
  void countersFallAwayADayAfterTheLastFailureUnlessALockHolds() {
    byte[] young = counter(Rows.NOW, null);
    byte[] old = counter(Rows.NOW.minusSeconds(1), null);
    byte[] locked = counter(Rows.NOW.minusSeconds(1), Rows.NOW.plus(Duration.ofDays(2)));

    clock.set(Rows.NOW.plus(Duration.ofDays(1)).minusMillis(1));
    run(expired::purge);

    assertThat(isThere(young)).isTrue();
    assertThat(isThere(old)).isFalse();
    assertThat(isThere(locked)).isTrue();
  }

  private static byte[] counter(Instant lastAttempt, @Nullable Instant lockedUntil) {
    byte[] subject = Hashes.sha256(UUID.randomUUID().toString());
    Owner.update(
        """
        INSERT INTO identity.failed_attempts (kind, subject_hash, attempt_count, last_attempt_at,
          locked_until, created_at)
        VALUES ('email', ?, 3, ?, ?, ?)
        """,
        subject,
        lastAttempt,
        lockedUntil,
        lastAttempt);
    return subject;
  }

  private static boolean isThere(byte[] subject) {
    return Owner.count(
            "SELECT count(*) FROM identity.failed_attempts WHERE subject_hash = ?", subject)
        == 1;
  }

  private void happens() {
    Call.system("test", Scope.tenant(organization))
        .run(
            () ->
                transactions.requiresNew(
                    () -> {
                      log.add(AuthenticationEvent.success("sign_in", user));
                      return user;
                    }));
  }

  private List<String> partitions() {
    return Owner.rows(
            """
            SELECT tableoid::regclass::text AS part FROM identity.audit_authentication
            WHERE user_id = ? ORDER BY occurred_at, id
            """,
            user)
        .stream()
        .map(row -> String.valueOf(row.get("part")))
        .toList();
  }

  @Test
  void whatWaitedWithoutAPartitionMovesAndNothingIsRefusedMeanwhile() {
    // identity §8.27
    clock.set(Instant.parse("2027-01-10T00:00:00Z"));
    happens();
    assertThat(partitions()).containsExactly("identity.audit_authentication_default");

    var work = new ArrayList<Callable<String>>();
    work.add(() -> run(events::maintain).toString());
    work.add(() -> run(events::maintain).toString());
    for (int i = 0; i < 6; i++) {
      work.add(
          () -> {
            happens();
            return "written";
          });
    }
    var outcomes = Race.run(work);

    assertThat(outcomes).filteredOn("written"::equals).hasSize(6);
    assertThat(partitions()).hasSize(7).containsOnly("identity.audit_authentication_y2027m01");
    clock.set(Instant.parse("2027-03-31T23:59:59.999Z"));
    happens();
    assertThat(partitions()).last().isEqualTo("identity.audit_authentication_y2027m03");
  }

  @Test
  void aNewPartitionIsAsClosedAsTheOthers() throws Exception {
    clock.set(Instant.parse("2028-05-10T00:00:00Z"));
    run(events::maintain);
    happens();

    assertThat(
            Owner.rows(
                """
                SELECT relname FROM pg_class
                WHERE relnamespace = 'identity'::regnamespace AND relname LIKE 'audit_%'
                  AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)
                """))
        .isEmpty();
    try (Connection app = Owner.connect("freehold_app");
        var statement = app.createStatement()) {
      statement.execute("SELECT set_config('freehold.scope', 'operator', false)");
      assertThatThrownBy(
              () -> statement.execute("SELECT * FROM identity.audit_authentication_y2028m05"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("DELETE FROM identity.audit_authentication"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "SELECT identity.drop_audit_partitions(now() - '1 year'::interval)"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void whatIsPastTheRetentionGoesByRowAndByMonth() {
    // identity §8.28
    clock.set(Instant.parse("2025-01-15T00:00:00Z"));
    run(events::maintain);
    happens();
    clock.set(Instant.parse("2025-03-10T00:00:00Z"));
    happens();
    clock.set(Instant.parse("2025-03-12T00:00:00Z"));
    happens();

    clock.set(Instant.parse("2025-06-09T00:00:00Z"));
    run(events::maintain);
    List<String> left = partitions();
    run(events::maintain);

    assertThat(left).containsExactly("identity.audit_authentication_y2025m03");
    assertThat(partitions()).isEqualTo(left);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM pg_class WHERE relname = 'audit_authentication_y2025m01'"))
        .isZero();
  }

  @Test
  void nothingYoungerThanNinetyDaysIsLetGoWhoeverAsks() throws Exception {
    byDatabaseTime("89 days");
    byDatabaseTime("91 days");

    try (Connection retention = Owner.connect("freehold_retention");
        var statement = retention.createStatement()) {
      statement.execute("SELECT identity.drop_audit_partitions(now() + '1 year'::interval)");
    }

    assertThat(partitions()).hasSize(1);
  }

  private void byDatabaseTime(String age) {
    Owner.update(
        """
        INSERT INTO identity.audit_authentication (id, occurred_at, user_id, event_type, result,
          created_at)
        VALUES (gen_random_uuid(), now() - ?::interval, ?, 'sign_in', 'success', now())
        """,
        age,
        user);
  }

  private UUID key(String kind, Instant createdAt, Instant expiresAt) {
    UUID id = UUID.randomUUID();
    String secret = Rows.apiKey(organization, user, "platforms:read");
    Owner.update(
        """
        UPDATE identity.api_keys SET id = ?, kind = ?, created_at = ?, expires_at = ?
        WHERE key_hash = sha256(?)
        """,
        id,
        kind,
        createdAt,
        expiresAt,
        secret.getBytes(StandardCharsets.UTF_8));
    return id;
  }

  private static List<String> warnings(UUID key) {
    return Owner.rows(
            "SELECT dedup_key FROM core.mail_messages WHERE dedup_key LIKE ? ORDER BY id",
            "api-key-expiring:%:" + key + ":%")
        .stream()
        .map(row -> String.valueOf(row.get("dedup_key")).split(":")[1])
        .toList();
  }

  @Test
  void aKeysEndIsMailedFourteenAndThreeDaysAheadOnceEach() {
    // identity §8.28
    Instant end = Rows.NOW.plus(Duration.ofDays(20));
    UUID key = key("personal", Rows.NOW, end);

    clock.set(end.minus(Duration.ofDays(14)).minusMillis(1));
    run(warning::warn);
    assertThat(warnings(key)).isEmpty();

    clock.set(end.minus(Duration.ofDays(14)));
    run(warning::warn);
    run(warning::warn);
    assertThat(warnings(key)).containsExactly("14");

    clock.set(end.minus(Duration.ofDays(3)));
    Race.run(2, () -> run(warning::warn));
    assertThat(warnings(key)).containsExactly("14", "3");
    assertThat(
            Owner.value(
                "SELECT user_id FROM core.mail_messages WHERE dedup_key LIKE ?",
                "api-key-expiring:3:" + key + ":%"))
        .isEqualTo(user);
  }

  @Test
  void aRunADayLateStillWarnsAndShortOrRevokedKeysAreLeftAlone() {
    Instant end = Rows.NOW.plus(Duration.ofDays(13));
    UUID late = key("service", Rows.NOW.minus(Duration.ofDays(30)), end);
    UUID brief = key("personal", Rows.NOW, Rows.NOW.plus(Duration.ofDays(10)));
    UUID revoked = key("personal", Rows.NOW.minus(Duration.ofDays(30)), end);
    Owner.update("UPDATE identity.api_keys SET revoked_at = ? WHERE id = ?", Rows.NOW, revoked);

    run(warning::warn);

    assertThat(warnings(late)).containsExactly("14");
    assertThat(warnings(brief)).isEmpty();
    assertThat(warnings(revoked)).isEmpty();
    assertThat(
            Owner.value(
                "SELECT permission FROM core.mail_messages WHERE dedup_key LIKE ?",
                "api-key-expiring:14:" + late + ":%"))
        .isEqualTo("keys:manage");
  }

  @Test
  void aScheduleRunsOnceASlot() {
    var slot = new Tick(Instant.parse("2026-04-01T03:10:00Z"));
    upkeep.purge(slot);
    upkeep.purge(slot);
    upkeep.maintainAudit(new Tick(Instant.parse("2026-04-01T03:15:00Z")));
    upkeep.warnExpiringKeys(new Tick(Instant.parse("2026-04-01T03:30:00Z")));

    assertThat(
            Owner.rows(
                """
                SELECT operation FROM core.runs
                WHERE operation IN ('identity-purge-expired', 'identity-maintain-audit',
                  'identity-warn-expiring-keys') AND status = 'completed' ORDER BY operation
                """))
        .extracting(row -> row.get("operation"))
        .containsExactly(
            "identity-maintain-audit", "identity-purge-expired", "identity-warn-expiring-keys");
  }
}
