package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** The databases themselves: one SQLite file each, as D1 is SQLite. */
final class D1Files {

  private static final Pattern TRANSACTION =
      Pattern.compile("(?is)^\\s*(begin|commit|rollback|savepoint|release)\\b.*");

  private final Path folder;

  D1Files(Path folder) {
    this.folder = folder;
  }

  /** Runs all statements as one transaction; an array of one result per statement. */
  ArrayNode query(String uuid, String sql, JsonNode params) {
    List<String> statements = SqlScript.statements(sql);
    if (statements.isEmpty()) {
      throw new CloudflareError(400, 7400, "The request is malformed: No SQL statements detected.");
    }
    try (var connection = open(uuid)) {
      connection.setAutoCommit(false);
      var results = SimJson.array();
      for (String statement : statements) {
        if (TRANSACTION.matcher(statement).matches()) {
          throw new SQLException("not authorized to use BEGIN or COMMIT: SQLITE_AUTH");
        }
        results.add(run(connection, statement, params));
      }
      connection.commit();
      return results;
    } catch (SQLException e) {
      throw new CloudflareError(400, 7500, message(e));
    }
  }

  void delete(String uuid) {
    for (String suffix : List.of("", "-wal", "-shm")) {
      try {
        Files.deleteIfExists(folder.resolve(uuid + ".db" + suffix));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void deleteAll() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Connection open(String uuid) throws SQLException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(uuid + ".db"));
    try (var pragma = connection.createStatement()) {
      // The write-ahead log survives a killed process; only a crash of the machine needs more.
      pragma.execute("PRAGMA journal_mode=WAL");
      pragma.execute("PRAGMA synchronous=OFF");
      pragma.execute("PRAGMA foreign_keys=ON");
    }
    return connection;
  }

  private static ObjectNode run(Connection connection, String sql, JsonNode params)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      int wanted = statement.getParameterMetaData().getParameterCount();
      for (int i = 0; i < Math.min(wanted, params.size()); i++) {
        bind(statement, i + 1, params.get(i));
      }
      boolean hasRows = statement.execute();
      var result = SimJson.object();
      ArrayNode rows = hasRows ? rows(statement.getResultSet()) : SimJson.array();
      int changes = hasRows ? 0 : Math.max(0, statement.getUpdateCount());
      result.set("results", rows);
      result.put("success", true);
      result
          .putObject("meta")
          .put("served_by", "sandbox")
          .put("duration", 0.2)
          .put("changes", changes)
          .put("last_row_id", 0)
          .put("changed_db", changes > 0)
          .put("size_after", 16384)
          .put("rows_read", rows.size())
          .put("rows_written", changes);
      return result;
    }
  }

  private static void bind(PreparedStatement statement, int index, JsonNode value)
      throws SQLException {
    switch (value.getNodeType()) {
      case NULL -> statement.setObject(index, null);
      case NUMBER -> statement.setObject(index, value.numberValue());
      case BOOLEAN -> statement.setInt(index, value.asBoolean() ? 1 : 0);
      default -> statement.setString(index, value.asText());
    }
  }

  private static ArrayNode rows(ResultSet found) throws SQLException {
    var rows = SimJson.array();
    var columns = found.getMetaData();
    while (found.next()) {
      var row = rows.addObject();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.set(columns.getColumnLabel(i), SimJson.toTree(found.getObject(i)));
      }
    }
    return rows;
  }

  /** Takes the driver's own frame off: D1 says {@code near "x": syntax error: SQLITE_ERROR}. */
  private static String message(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int open = message.indexOf('(');
    String code = message.startsWith("[") ? message.substring(1, message.indexOf(']')) : "";
    return open < 0 || code.isEmpty()
        ? message
        : message.substring(open + 1, message.length() - 1) + ": " + code;
  }
}
