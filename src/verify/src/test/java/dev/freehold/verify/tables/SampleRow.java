package dev.freehold.verify.tables;

import dev.freehold.testing.Owner;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A row of one tenant in any table, made from the types of its columns; rolled back by the test.
 */
final class SampleRow {

  private SampleRow() {}

  /** Checks and foreign keys are dropped within the transaction: only who sees it matters. */
  static void insert(Statement statement, Database.Table table, UUID tenant) throws SQLException {
    statement.execute("SET LOCAL session_replication_role = replica");
    for (String check :
        Database.texts(
            "SELECT conname FROM pg_constraint WHERE conrelid = ? AND contype = 'c'",
            table.oid())) {
      statement.execute("ALTER TABLE %s DROP CONSTRAINT %s".formatted(table.name(), check));
    }
    var values = values(table, tenant);
    statement.execute(
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                table.name(),
                String.join(", ", values.keySet()),
                String.join(", ", values.values())));
  }

  private static Map<String, String> values(Database.Table table, UUID tenant) {
    var values = new LinkedHashMap<String, String>();
    for (var column :
        Owner.rows(
            """
            SELECT attname AS name, format_type(atttypid, NULL) AS type, attnotnull AS required
            FROM pg_attribute
            WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
              AND attidentity = ''
            """,
            table.oid())) {
      String name = Objects.toString(column.get("name"));
      String type = Objects.toString(column.get("type"));
      if (isTenant(name) || Objects.equals(column.get("required"), true)) {
        values.put('"' + name + '"', value(type, tenant));
      }
    }
    return values;
  }

  private static boolean isTenant(String column) {
    return List.of("organization_id", "platform_id", "user_id").contains(column);
  }

  private static String value(String type, UUID tenant) {
    return switch (type) {
      case "uuid" -> "'" + tenant + "'";
      case "jsonb" -> "'{}'";
      case "boolean" -> "false";
      case "bytea" -> "'\\x00'";
      case "inet" -> "'127.0.0.1'";
      case "date" -> "'2026-04-01'";
      case "timestamp with time zone" -> "'2026-04-01T00:00:00Z'";
      case "integer", "bigint", "smallint", "numeric" -> "1";
      default -> type.endsWith("[]") ? "'{}'" : "'x'";
    };
  }
}
