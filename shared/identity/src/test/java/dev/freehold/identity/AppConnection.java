package dev.freehold.identity;

import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import java.sql.Connection;
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

/** The database as the application's login sees it, in no scope: what the look-ups start from. */
final class AppConnection {

  private AppConnection() {}

  /** Once a JVM; tells Owner where it is. */
  static void startDatabase() {
    new TestDatabase().start();
  }

  static List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... args) {
    startDatabase();
    try (Connection connection = Owner.connect("freehold_app");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < args.length; i++) {
        Object arg = args[i];
        statement.setObject(
            i + 1, arg instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : arg);
      }
      var rows = new ArrayList<Map<String, @Nullable Object>>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          var row = new LinkedHashMap<String, @Nullable Object>();
          for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
            Object value = results.getObject(i);
            row.put(
                results.getMetaData().getColumnLabel(i),
                value instanceof java.sql.Array array
                    ? List.of((Object[]) array.getArray())
                    : value);
          }
          rows.add(row);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static Map<String, @Nullable Object> row(String sql, @Nullable Object... args) {
    return rows(sql, args).getFirst();
  }
}
