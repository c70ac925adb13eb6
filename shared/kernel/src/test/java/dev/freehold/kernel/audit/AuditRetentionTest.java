package dev.freehold.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** kernel §13.16: the retention's own login, held against what is younger than its retention. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AuditRetentionTest {

  @Inject Audit audit;
  @Inject AuditVerifier verifier;
  @Inject Transactions transactions;
  @Inject SettableClock clock;

  private final UUID organization = UUID.randomUUID();
  private final Call call = Call.system("test", Scope.tenant(organization));

  @ParameterizedTest
  @CsvSource({
    "core.audit_log, 364",
    "identity.audit_authentication, 89",
    "identity.audit_authorization, 89"
  })
  void whatIsYoungIsNotDeleted(String table, int days) throws SQLException {
    given(table, Duration.ofDays(days));

    try (Connection retention = retention()) {
      assertThatThrownBy(() -> delete(retention, table))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("append-only");
    }

    assertThat(count(table)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "core.audit_log, 366",
    "identity.audit_authentication, 91",
    "identity.audit_authorization, 91"
  })
  void whatIsPastItsRetentionIs(String table, int days) throws SQLException {
    given(table, Duration.ofDays(days));

    try (Connection retention = retention()) {
      assertThat(delete(retention, table)).isEqualTo(1);
    }

    assertThat(count(table)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"UPDATE, SET request_id = 'x'", "TRUNCATE,"})
  void nothingIsChangedOrEmptied(String verb, String rest) throws SQLException {
    String sql = rest == null ? "TRUNCATE core.audit_log" : verb + " core.audit_log " + rest;
    try (Connection retention = retention();
        var statement = retention.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void wholeMonthsAreDroppedWithAnAnchorAndNeverWithinAYear() throws SQLException {
    Instant old = Instant.parse("2019-05-10T00:00:00Z");
    Owner.rows("SELECT core.add_audit_partition(DATE '2019-05-01')");
    given("core.audit_log", Duration.between(old, Instant.now()));

    try (Connection retention = retention()) {
      assertThatThrownBy(() -> drop(retention, Instant.now().minus(Duration.ofDays(364))))
          .hasMessageContaining("a year at least");
      assertThat(count("core.audit_log")).isEqualTo(1);

      assertThat(drop(retention, Instant.parse("2019-06-01T00:00:00Z"))).isEqualTo(1);
    }

    assertThat(count("core.audit_log")).isZero();
    assertThat(
            Owner.value(
                "SELECT kind || ' ' || seq FROM core.audit_anchors WHERE organization_id = ?",
                organization))
        .isEqualTo("cut 7");
  }

  @Test
  void chainIsVerifiedFromWhatWasDropped() throws SQLException {
    Instant before = clock.instant();
    try {
      for (String month : new String[] {"2020-05", "2020-06"}) {
        Owner.rows("SELECT core.add_audit_partition(?::date)", month + "-01");
        clock.set(Instant.parse(month + "-10T00:00:00Z"));
        for (int i = 0; i < 3; i++) {
          call.run(() -> transactions.requiresNew(this::entry));
        }
      }
    } finally {
      clock.set(before);
    }

    try (Connection retention = retention()) {
      assertThat(drop(retention, Instant.parse("2020-06-01T00:00:00Z"))).isPositive();
    }

    var found = call.supply(() -> verifier.verify(organization, 1, null));
    assertThat(found.valid()).as(String.valueOf(found.reason())).isTrue();
    assertThat(found.fromSeq()).isEqualTo(4);
    assertThat(found.checked()).isEqualTo(3);
  }

  private int entry() {
    audit.add(AuditEntry.of("core", "thing.change", "thing", organization));
    return 1;
  }

  private static Connection retention() throws SQLException {
    Connection connection = Owner.connect("freehold_retention");
    try (var statement = connection.createStatement()) {
      // It may name any scope: what holds it back is not the scope.
      statement.execute("SET freehold.scope = 'operator'");
    }
    return connection;
  }

  private int delete(Connection connection, String table) throws SQLException {
    try (var statement =
        connection.prepareStatement("DELETE FROM " + table + " WHERE organization_id = ?")) {
      statement.setObject(1, organization);
      return statement.executeUpdate();
    }
  }

  private static int drop(Connection connection, Instant before) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT core.drop_audit_partitions(?)")) {
      statement.setObject(1, before.atOffset(ZoneOffset.UTC));
      try (var result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }

  /** One row of this test's organization, so old by the database's own time. */
  private void given(String table, Duration age) {
    String sql =
        switch (table) {
          case "core.audit_log" ->
              """
              INSERT INTO core.audit_log
                (id, created_at, organization_id, domain, actor_type, actor_id, action,
                 entity_type, entity_id, chain_seq, prev_hash, hash)
              VALUES (gen_random_uuid(), now() - ?::interval, ?, 'core', 'system', 's', 'a', 't',
                 'e', 7, sha256('a'), sha256('b'))
              """;
          case "identity.audit_authentication" ->
              """
              INSERT INTO identity.audit_authentication
                (id, occurred_at, organization_id, event_type, result, created_at)
              VALUES (gen_random_uuid(), now() - ?::interval, ?, 'login', 'success', now())
              """;
          default ->
              """
              INSERT INTO identity.audit_authorization
                (id, occurred_at, organization_id, operation, permission, result, created_at)
              VALUES (gen_random_uuid(), now() - ?::interval, ?, 'o', 'p', 'granted', now())
              """;
        };
    Owner.update(sql, age.toSeconds() + " seconds", organization);
  }

  private long count(String table) {
    return Owner.count(
        "SELECT count(*) FROM " + table + " WHERE organization_id = ?", organization);
  }
}
