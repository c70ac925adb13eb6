package dev.freehold.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arranges and inspects rows beside the application: as the superuser, past row level security.
 * Values come back as JDBC gives them (UUID, String, Long, Timestamp …).
 */
public final class Owner {

  static final String URL_PROPERTY = "freehold.test.database-url";

  private Owner() {}

  public static Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(
        System.getProperty(URL_PROPERTY), user, user.equals("postgres") ? "postgres" : "test");
  }

  /** Rows changed; commits by itself. */
  public static int update(String sql, @Nullable Object... args) {
    try (Connection connection = connect("postgres");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Rows as maps from column to value, in the order of the query. */
  public static List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... args) {
    try (Connection connection = connect("postgres");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      var rows = new ArrayList<Map<String, @Nullable Object>>();
      try (ResultSet results = statement.executeQuery()) {
        int columns = results.getMetaData().getColumnCount();
        while (results.next()) {
          var row = new LinkedHashMap<String, @Nullable Object>();
          for (int i = 1; i <= columns; i++) {
            row.put(results.getMetaData().getColumnLabel(i), results.getObject(i));
          }
          rows.add(row);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row; null when there is no row or it holds NULL. */
  public static @Nullable Object value(String sql, @Nullable Object... args) {
    var rows = rows(sql, args);
    return rows.isEmpty() ? null : rows.getFirst().values().iterator().next();
  }

  public static long count(String sql, @Nullable Object... args) {
    return value(sql, args) instanceof Number number ? number.longValue() : 0;
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
