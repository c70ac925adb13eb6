package dev.freehold.functions.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.login.DatabaseLogin;
import dev.freehold.kernel.login.Login;
import dev.freehold.migrate.Roles;
import dev.freehold.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFunctionsTest {

  private static final String PASSWORD = "test";

  @TempDir private Path files;

  @Test
  void onAMigratedDatabaseNothingIsLeftToApply() {
    var functions = functions(TestDatabase.url(), new Login(Roles.OWNER, PASSWORD));

    var applied = functions.run(new MigrationFunctions.Input());

    assertThat(applied.applied()).isZero();
    assertThat(applied.from()).isEqualTo(applied.to()).isNotEmpty();
  }

  /** As Aurora's master user is: it may make roles, and nothing else that others may not. */
  @Test
  void anOwnerWhoIsNoSuperuserMakesTheLoginsAndTheWholeSchema() throws Exception {
    try (var postgres = EmbeddedPostgres.builder().start()) {
      try (var superuser = postgres.getPostgresDatabase().getConnection();
          var statement = superuser.createStatement()) {
        statement.execute("CREATE ROLE rds_iam");
        statement.execute(
            "CREATE ROLE freehold_owner LOGIN CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS"
                + " PASSWORD 'rotated'");
        statement.execute("GRANT rds_iam TO freehold_owner WITH ADMIN OPTION, INHERIT FALSE");
        statement.execute("CREATE DATABASE account OWNER freehold_owner");
      }
      String url = "jdbc:postgresql://localhost:%d/account".formatted(postgres.getPort());
      var owner = new Login(Roles.OWNER, "rotated");

      var first = functions(url, owner).run(new MigrationFunctions.Input());
      var second = functions(url, owner).run(new MigrationFunctions.Input());

      assertThat(first.applied()).isPositive();
      assertThat(second.applied()).isZero();
      assertThat(
              rows(
                  url,
                  owner,
                  """
                  SELECT r.rolname || ' ' || r.rolcanlogin || ' ' || r.rolsuper || ' '
                         || r.rolbypassrls || ' ' || pg_has_role(r.rolname, 'rds_iam', 'MEMBER')
                    FROM pg_roles r WHERE r.rolname IN ('freehold_app', 'freehold_retention')
                   ORDER BY 1
                  """))
          .containsExactly(
              "freehold_app true false false true", "freehold_retention true false false true");
      assertThat(
              rows(
                  url,
                  owner,
                  "SELECT has_function_privilege('freehold_retention',"
                      + " 'core.drop_audit_partitions(timestamptz)', 'EXECUTE')::text"))
          .containsExactly("true");
    }
  }

  /** kernel §13.25. */
  @Test
  void ofAFileThatFailsHalfWayNothingStays() throws Exception {
    Files.writeString(
        files.resolve("V20991231_0001__break_half_way.sql"),
        "CREATE TABLE core.half_way (id uuid); SELECT 1 / 0;");
    var broken =
        Flyway.configure()
            .dataSource(TestDatabase.url(), Roles.OWNER, PASSWORD)
            .locations("classpath:db/migration", "filesystem:" + files)
            .schemas("core")
            .table("flyway_history")
            .load();

    assertThatThrownBy(broken::migrate).isInstanceOf(FlywayException.class);

    assertThat(exists("core.half_way")).isFalse();
    assertThat(exists("core.outbox")).isTrue();
  }

  private static MigrationFunctions functions(String url, Login owner) {
    return new MigrationFunctions(DatabaseLogin.of(url, owner));
  }

  private static List<String> rows(String url, Login login, String sql) throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = DriverManager.getConnection(url, login.user(), login.password());
        var rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static boolean exists(String table) throws SQLException {
    try (var connection = DriverManager.getConnection(TestDatabase.url(), Roles.OWNER, PASSWORD);
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }
}
