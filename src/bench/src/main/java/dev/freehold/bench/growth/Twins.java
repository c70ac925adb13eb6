package dev.freehold.bench.growth;

import dev.freehold.bench.BenchConfig;
import dev.freehold.migrate.Roles;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The application's database and a copy of it on the same server. They take turns under the one
 * name that the application knows, so that the same process is measured with both.
 */
@ApplicationScoped
class Twins {

  private static final int LEAVE_TRIES = 200;
  private static final Duration LEAVE_AGAIN = Duration.ofMillis(50);

  private final BenchConfig config;
  private final AgroalDataSource pool;

  Twins(BenchConfig config, AgroalDataSource pool) {
    this.config = config;
    this.pool = pool;
  }

  /** The copy rests until the first {@link #swap}. */
  void copy() {
    away(
        "CREATE DATABASE %s OWNER %s TEMPLATE %s"
            .formatted(resting(), Roles.OWNER, config.database()));
  }

  /** The resting one takes the name, the other one rests. */
  void swap() {
    String between = config.database() + "_between";
    away(
        rename(config.database(), between),
        rename(resting(), config.database()),
        rename(between, resting()));
  }

  private String resting() {
    return config.database() + "_resting";
  }

  private static String rename(String from, String to) {
    return "ALTER DATABASE " + from + " RENAME TO " + to;
  }

  /** With nobody connected, as the server demands. */
  private void away(String... statements) {
    try (Connection connection = DriverManager.getConnection(config.maintenanceUrl());
        Statement statement = connection.createStatement()) {
      pool.flush(FlushMode.GRACEFUL);
      for (int i = 1; connected(statement) > 0; i++) {
        if (i == LEAVE_TRIES) {
          throw new IllegalStateException("connections stay in " + config.database());
        }
        Thread.sleep(LEAVE_AGAIN);
      }
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while waiting", e);
    }
  }

  private int connected(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                + " AND datname IN ('%s', '%s')".formatted(config.database(), resting()))) {
      row.next();
      return row.getInt(1);
    }
  }
}
