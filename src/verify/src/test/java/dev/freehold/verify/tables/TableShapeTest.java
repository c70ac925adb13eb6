package dev.freehold.verify.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Columns, keys and indexes as conventions.md and the house style want them. */
class TableShapeTest {

  private static final String COLUMNS =
      """
      SELECT n.nspname || '.' || c.relname || '.' || a.attname || ' '
        || format_type(a.atttypid, a.atttypmod)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND c.relname <> 'flyway_history' AND
      """;

  @BeforeAll
  static void migrated() {
    Database.start();
  }

  @Test
  void timesHaveAZone() {
    assertThat(
            Database.texts(
                COLUMNS + " format_type(a.atttypid, a.atttypmod) LIKE 'time%without time zone'"))
        .isEmpty();
  }

  @Test
  void columnsNamedAsTimesAreTimes() {
    assertThat(
            Database.texts(
                COLUMNS + " a.attname ~ '_at$' AND a.atttypid <> 'timestamptz'::regtype"))
        .isEmpty();
  }

  /** {@code char(n)} of billing's page apart: currencies and the prefix of invoices. */
  @Test
  void lengthsStandInChecks() {
    assertThat(
            Database.texts(
                COLUMNS
                    + " (a.atttypid = 'varchar'::regtype OR a.atttypid = 'bpchar'::regtype"
                    + " AND a.attname NOT IN ('currency', 'invoice_prefix'))"))
        .isEmpty();
  }

  @Test
  void nothingIsCountedInFloatingPoint() {
    assertThat(
            Database.texts(
                COLUMNS
                    + " a.atttypid IN ('float4'::regtype, 'float8'::regtype, 'money'::regtype)"))
        .isEmpty();
  }

  @Test
  void documentsAreJsonb() {
    assertThat(Database.texts(COLUMNS + " a.atttypid = 'json'::regtype")).isEmpty();
  }

  @Test
  void noTypeIsAnEnum() {
    assertThat(Database.texts("SELECT typname FROM pg_type WHERE typtype = 'e'")).isEmpty();
  }

  @Test
  void everyTableHasAPrimaryKey() {
    assertThat(
            Database.tables().stream()
                .filter(
                    table ->
                        Database.texts(
                                "SELECT 1 FROM pg_constraint WHERE conrelid = ? AND contype = 'p'",
                                table.oid())
                            .isEmpty())
                .map(Database.Table::name))
        .isEmpty();
  }

  @Test
  void everyTableSaysWhenARowWasMade() {
    // Counters and windows are no rows of something that happened (kernel §2.1).
    List<String> without =
        Database.tables().stream()
            .filter(table -> !table.columns().contains("created_at"))
            .map(Database.Table::name)
            .toList();

    assertThat(without)
        .isSubsetOf("core.throttles", "provisioning.rate_limits", "identity.failed_attempts");
  }

  /** Users are emptied, never removed (identity §5.9): nothing looks for those that name one. */
  private static final List<String> NEVER_LOOKED_FOR =
      List.of(
          "billing.orders.orders_user_id_fkey", "registry.platforms.platforms_owner_user_id_fkey");

  /**
   * Deleting the row pointed at looks for those that point to it. Rows that the application may not
   * delete are not looked for, so such a foreign key needs an index only for queries.
   */
  @Test
  void aForeignKeyToWhatIsDeletedHasAnIndexThatBeginsWithIt() {
    assertThat(
            Database.texts(
                """
                SELECT con.conrelid::regclass || '.' || con.conname
                FROM pg_constraint con
                WHERE con.contype = 'f' AND con.conparentid = 0
                  AND (con.confdeltype IN ('c', 'n', 'd')
                    OR has_table_privilege('freehold_app', con.confrelid, 'DELETE'))
                  AND NOT EXISTS (
                    SELECT FROM pg_index i
                    WHERE i.indrelid = con.conrelid AND i.indisvalid
                      AND (i.indkey::int2[])[0] = ANY (con.conkey))
                ORDER BY 1
                """))
        .containsExactlyElementsOf(NEVER_LOOKED_FOR);
  }

  @Test
  void constraintsBearTheNamesThatPostgresqlWouldGiveThem() {
    assertThat(
            Database.texts(
                """
                SELECT con.conrelid::regclass || '.' || con.conname
                FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND c.relname <> 'flyway_history' AND con.contype <> 't' AND con.conname !~ ('_' || CASE con.contype
                    WHEN 'p' THEN 'pkey' WHEN 'u' THEN '(key|unique)' WHEN 'f' THEN 'fkey'
                    WHEN 'c' THEN 'check' WHEN 'n' THEN 'not_null' WHEN 'x' THEN 'excl'
                    ELSE '' END || '[0-9]*$')
                """))
        .isEmpty();
  }
}
