package dev.freehold.verify.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.testing.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** kernel §5 and §13.14, §13.16, over every table there is. */
class TenancyTest {

  private static final List<String> TENANT_COLUMNS =
      List.of("organization_id", "platform_id", "user_id");

  /** Reached by their whole key alone, which only their caller knows: no policy, or an open one. */
  private static final Map<String, String> BY_THEIR_KEY =
      Map.of(
          "core.idempotency_keys", "caller and key (kernel §2)",
          "identity.failed_attempts", "keyed hash of the address tried, before anyone is known");

  /** Held by the page that makes them (kernel §2.3, identity §2, registry §2, billing §2 …). */
  private static final List<String> APPEND_ONLY =
      List.of(
          "core.audit_log",
          "core.audit_anchors",
          "identity.audit_authentication",
          "identity.audit_authorization",
          "registry.platform_lifecycle_events",
          "billing.subscription_events",
          "metering.snapshot_revisions");

  @BeforeAll
  static void migrated() {
    Database.start();
  }

  static List<Database.Table> tables() {
    return Database.tables();
  }

  static Stream<Database.Table> tenantTables() {
    return tables().stream()
        .filter(table -> !BY_THEIR_KEY.containsKey(table.name()))
        .filter(table -> table.columns().stream().anyMatch(TENANT_COLUMNS::contains));
  }

  static Stream<Database.Table> guardedTables() {
    return tables().stream().filter(Database.Table::enabled);
  }

  static Stream<Database.Table> appendOnlyTables() {
    return tables().stream().filter(Database.Table::isAppendOnly);
  }

  @ParameterizedTest
  @MethodSource("tenantTables")
  void aTenantsTableForcesRowLevelSecurity(Database.Table table) {
    assertThat(table.enabled()).as("enabled").isTrue();
    assertThat(table.forced()).as("forced").isTrue();
  }

  @ParameterizedTest
  @MethodSource("guardedTables")
  void aGuardedTableHasAPolicyAndIsForced(Database.Table table) {
    assertThat(table.forced()).as("forced").isTrue();
    if (!table.isPartition()) {
      assertThat(Database.texts("SELECT polname FROM pg_policy WHERE polrelid = ?", table.oid()))
          .isNotEmpty();
    }
  }

  /** One row of tenant A in every guarded table: nobody without a scope and no B sees it. */
  @ParameterizedTest
  @MethodSource("guardedTables")
  void aRowIsSeenInItsTenantsScopeAndTheOperatorsAlone(Database.Table table) throws SQLException {
    if (table.isPartition()) {
      assertThat(table.mayApplication("SELECT")).as("reached through its parent").isFalse();
      return;
    }
    if (BY_THEIR_KEY.containsKey(table.name())) {
      return;
    }
    var owner = UUID.randomUUID();
    var other = UUID.randomUUID();
    try (Connection connection = Database.asSuperuser();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      SampleRow.insert(statement, table, owner);
      statement.execute("SET LOCAL ROLE freehold_app");

      assertThat(seen(statement, table, "none", null)).as("no scope").isZero();
      assertThat(seen(statement, table, "tenant", other)).as("another tenant").isZero();
      assertThat(seen(statement, table, "operator", null)).as("operator").isPositive();

      connection.rollback();
    }
  }

  private static long seen(
      Statement statement, Database.Table table, String scope, @Nullable UUID who)
      throws SQLException {
    String id = who == null ? "" : who.toString();
    statement.execute(
        """
        SELECT set_config('freehold.scope', '%s', true),
          set_config('freehold.organization_id', '%s', true),
          set_config('freehold.user_id', '%s', true)
        """
            .formatted(scope, id, id));
    try (var result = statement.executeQuery("SELECT count(*) FROM " + table.name())) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void whatMustBeAppendOnlyIs() {
    assertThat(appendOnlyTables().map(Database.Table::name)).containsAll(APPEND_ONLY);
  }

  @ParameterizedTest
  @MethodSource("appendOnlyTables")
  void anAppendOnlyTableGrantsNoChange(Database.Table table) {
    assertThat(
            Stream.of("DELETE", "TRUNCATE", "TRIGGER", "REFERENCES").filter(table::mayApplication))
        .isEmpty();
    if (APPEND_ONLY.contains(table.name())) {
      assertThat(table.mayApplication("UPDATE")).as("UPDATE").isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("appendOnlyTables")
  void anAppendOnlyTableRefusesEvenItsOwner(Database.Table table) throws SQLException {
    if (table.isPartition()) {
      return;
    }
    try (Connection connection = Database.asSuperuser();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      SampleRow.insert(statement, table, UUID.randomUUID());
      statement.execute("SET LOCAL session_replication_role = origin");
      var before = connection.setSavepoint();

      assertThatThrownBy(() -> statement.execute("DELETE FROM " + table.name()))
          .hasMessageContaining("append-only");
      connection.rollback(before);
      if (APPEND_ONLY.contains(table.name())) {
        assertThatThrownBy(
                () -> statement.execute("UPDATE " + table.name() + " SET created_at = now()"))
            .hasMessageContaining("append-only");
      }

      connection.rollback();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theApplicationMayReadAndWriteRowsAndNothingElse(Database.Table table) {
    assertThat(Stream.of("TRUNCATE", "REFERENCES", "TRIGGER").filter(table::mayApplication))
        .isEmpty();
  }

  @Test
  void theApplicationOwnsNothingAndPassesNoPolicy() {
    assertThat(
            Database.texts(
                """
                SELECT rolname FROM pg_roles
                WHERE rolname IN ('freehold_app', 'freehold_retention', 'freehold_owner')
                  AND (rolsuper OR rolbypassrls OR rolcreaterole)
                """))
        .isEmpty();
    assertThat(
            Database.texts(
                """
                SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
                WHERE r.rolname = 'freehold_app'
                """))
        .isEmpty();
    assertThat(
            Database.texts(
                "SELECT nspname FROM pg_namespace WHERE has_schema_privilege('freehold_app', oid,"
                    + " 'CREATE') AND nspname !~ '^pg_'"))
        .isEmpty();
    assertThat(
            Owner.count(
                "SELECT count(*) FROM pg_auth_members WHERE member = 'freehold_app'::regrole"))
        .isZero();
  }

  /** They set the operator scope inside: a search path of the caller could lead them astray. */
  @Test
  void functionsWithTheOwnersRightsFixTheirSearchPathAndAreGrantedByName() {
    assertThat(
            Database.texts(
                """
                SELECT n.nspname || '.' || p.proname
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE p.prosecdef AND n.nspname !~ '^pg_' AND (
                  NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%')
                  OR p.proacl IS NULL
                  OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0))
                """))
        .isEmpty();
  }
}
