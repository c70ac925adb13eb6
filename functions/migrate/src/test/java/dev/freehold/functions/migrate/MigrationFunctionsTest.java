package dev.freehold.functions.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.migrate.Roles;
import dev.freehold.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFunctionsTest {

  private static final String PASSWORD = "test";

  @TempDir private Path files;

  @Test
  void onAMigratedDatabaseNothingIsLeftToApply() {
    var functions = new MigrationFunctions(TestDatabase.url(), Roles.OWNER, PASSWORD);

    var applied = functions.run(new MigrationFunctions.Input());

    assertThat(applied.applied()).isZero();
    assertThat(applied.from()).isEqualTo(applied.to()).isNotEmpty();
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
