package dev.freehold.migrate;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings a database to the newest schema: one history, files of all schemas ordered by time. */
public final class Migrator {

  /**
   * @param from version before, empty for a new database
   * @param applied how many files ran
   */
  public record Migrated(String from, String to, int applied) {}

  private final String jdbcUrl;
  private final String user;
  private final String password;
  private final Flyway flyway;

  /**
   * @param user {@link Roles#OWNER}: the application's own login may not
   */
  public Migrator(String jdbcUrl, String user, String password) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
    this.flyway =
        Flyway.configure()
            .dataSource(jdbcUrl, user, password)
            .locations("classpath:db/migration")
            .schemas("core")
            .createSchemas(true)
            .table("flyway_history")
            .validateMigrationNaming(true)
            .load();
  }

  /**
   * Makes the other logins where they are missing, then the schema: under an advisory lock of
   * Flyway's own; a file that fails leaves nothing of itself.
   */
  public Migrated migrate() {
    try (var owner = DriverManager.getConnection(jdbcUrl, user, password)) {
      Roles.ensure(owner);
    } catch (SQLException e) {
      throw new IllegalStateException("the database's logins cannot be made", e);
    }
    MigrateResult result = flyway.migrate();
    return new Migrated(
        Objects.toString(result.initialSchemaVersion, ""),
        Objects.toString(result.targetSchemaVersion, result.initialSchemaVersion),
        result.migrationsExecuted);
  }

  /** The newest version among the files on the class path. */
  public String newest() {
    MigrationVersion newest = MigrationVersion.EMPTY;
    for (var file : flyway.info().all()) {
      if (file.getVersion() != null && file.getVersion().isNewerThan(newest.getVersion())) {
        newest = file.getVersion();
      }
    }
    return newest.getVersion();
  }
}
