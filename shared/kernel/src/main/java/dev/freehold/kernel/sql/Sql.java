package dev.freehold.kernel.sql;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain SQL in the transaction under way, after what Hibernate still holds back; outside one, each
 * statement commits by itself and sees no tenant's row.
 *
 * <p>Arguments: UUID, String, Boolean, Integer, Long, Instant, LocalDate, byte[], an enum (its
 * lower-case word), {@link Json#param}, a collection of UUIDs or of strings (an array), null.
 */
@ApplicationScoped
public class Sql {

  private final DataSource dataSource;
  private final TransactionSynchronizationRegistry transaction;
  private final Instance<EntityManager> entities;

  Sql(
      DataSource dataSource,
      TransactionSynchronizationRegistry transaction,
      Instance<EntityManager> entities) {
    this.dataSource = dataSource;
    this.transaction = transaction;
    this.entities = entities;
  }

  public <T> List<T> list(String sql, Function<Row, T> map, @Nullable Object... args) {
    return prepared(
        sql,
        args,
        statement -> {
          var rows = new ArrayList<T>();
          try (ResultSet results = statement.executeQuery()) {
            var row = new Row(results);
            while (results.next()) {
              rows.add(map.apply(row));
            }
          }
          return rows;
        });
  }

  public <T> Optional<T> first(String sql, Function<Row, T> map, @Nullable Object... args) {
    return list(sql, map, args).stream().findFirst();
  }

  /**
   * @throws IllegalStateException when there is no row
   */
  public <T> T one(String sql, Function<Row, T> map, @Nullable Object... args) {
    return first(sql, map, args).orElseThrow(() -> new IllegalStateException("no row: " + sql));
  }

  /** Rows changed. */
  public int update(String sql, @Nullable Object... args) {
    return prepared(sql, args, PreparedStatement::executeUpdate);
  }

  /** One statement for many rows, in one round trip; rows changed in all. */
  public int batch(String sql, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return 0;
    }
    flushEntities();
    Call.current().state().countStatement();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      int changed = 0;
      for (int count : statement.executeBatch()) {
        changed += Math.max(count, 0);
      }
      return changed;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T prepared(String sql, @Nullable Object[] args, Use<T> use) {
    flushEntities();
    Call.current().state().countStatement();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      return use.of(statement);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private void flushEntities() {
    if (transaction.getTransactionStatus() == Status.STATUS_ACTIVE && entities.isResolvable()) {
      entities.get().flush();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] args)
      throws SQLException {
    for (int i = 0; i < args.length; i++) {
      bind(statement, i + 1, args[i]);
    }
  }

  private static void bind(PreparedStatement statement, int at, @Nullable Object arg)
      throws SQLException {
    switch (arg) {
      case null -> statement.setObject(at, null);
      case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
      case Enum<?> word -> statement.setString(at, word.name().toLowerCase(Locale.ROOT));
      case Json.Param json -> statement.setObject(at, json.json(), Types.OTHER);
      case Collection<?> values -> statement.setArray(at, array(statement, values));
      default -> statement.setObject(at, arg);
    }
  }

  private static Array array(PreparedStatement statement, Collection<?> values)
      throws SQLException {
    boolean uuids = !values.isEmpty() && values.iterator().next() instanceof UUID;
    Object[] elements =
        values.stream()
            .map(v -> v instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : v)
            .toArray();
    return statement.getConnection().createArrayOf(uuids ? "uuid" : "text", elements);
  }
}
