package dev.freehold.verify.tables;

import dev.freehold.migrate.Roles;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The migrated database and its catalogue. */
final class Database {

  /** Ordinary and partitioned tables of our schemas, as {@code schema.name}. */
  private static final String TABLES =
      """
      SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relrowsecurity AS enabled,
        c.relforcerowsecurity AS forced, c.relispartition AS partition
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND c.relname <> 'flyway_history'
      ORDER BY 2, 3
      """;

  private Database() {}

  /** Started and migrated at the first call. */
  static void start() {
    new TestDatabase().start();
  }

  static Connection asSuperuser() throws SQLException {
    return Owner.connect("postgres");
  }

  static Connection asApplication() throws SQLException {
    return Owner.connect(Roles.APP);
  }

  record Table(long oid, String name, boolean enabled, boolean forced, boolean isPartition) {

    /** Parameterized tests are named by it. */
    @Override
    public String toString() {
      return name;
    }

    List<String> columns() {
      return texts(
          """
          SELECT attname FROM pg_attribute
          WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped ORDER BY attnum
          """,
          oid);
    }

    boolean isAppendOnly() {
      return Owner.count(
              """
              SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
              WHERE t.tgrelid = ? AND p.proname = 'refuse_change'
                AND t.tgtype & 16 > 0 AND t.tgtype & 8 > 0
              """,
              oid)
          > 0;
    }

    boolean mayApplication(String privilege) {
      return Objects.equals(
          Owner.value("SELECT has_table_privilege('freehold_app', ?::oid, ?)", oid, privilege),
          true);
    }
  }

  static List<Table> tables() {
    start();
    return Owner.rows(TABLES).stream()
        .map(
            row ->
                new Table(
                    ((Number) value(row, "oid")).longValue(),
                    value(row, "schema") + "." + value(row, "name"),
                    (Boolean) value(row, "enabled"),
                    (Boolean) value(row, "forced"),
                    (Boolean) value(row, "partition")))
        .toList();
  }

  /** First column of every row, as text. */
  static List<String> texts(String sql, @Nullable Object... args) {
    return Owner.rows(sql, args).stream()
        .map(row -> String.valueOf(row.values().iterator().next()))
        .toList();
  }

  private static Object value(Map<String, @Nullable Object> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }
}
