package dev.freehold.bench.workload;

import dev.freehold.bench.BenchConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Rows arranged and counted past the application, as the superuser. */
@ApplicationScoped
public class Rows {

  private final BenchConfig config;

  Rows(BenchConfig config) {
    this.config = config;
  }

  /** Rows changed. */
  public int update(String sql, @Nullable Object... args) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * One statement for many runs.
   *
   * @param sql begins with {@code INSERT} and reads from {@code numbers}, whose column is {@code n}
   */
  void insert(Numbers numbers, String sql, @Nullable Object... args) {
    String source =
        "WITH numbers AS (SELECT generate_series(%d::bigint, %d::bigint) AS n) "
            .formatted(numbers.first(), numbers.first() + numbers.count() - 1);
    update(source + sql, args);
  }

  public long count(String sql) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(config.adminUrl());
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] args)
      throws SQLException {
    for (int i = 0; i < args.length; i++) {
      Object arg = args[i];
      statement.setObject(
          i + 1, arg instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : arg);
    }
  }
}
