package dev.freehold.bench.baseline;

import dev.freehold.bench.workload.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types the server gives a statement's parameters. */
final class ParameterTypes implements Function<Statement, List<String>> {

  private final Rows rows;

  ParameterTypes(Rows rows) {
    this.rows = rows;
  }

  @Override
  public List<String> apply(Statement statement) {
    if (statement.parameters().isEmpty()) {
      return List.of();
    }
    try (Connection connection = rows.connect()) {
      try {
        return prepared(connection, statement, "");
      } catch (SQLException ambiguous) {
        // The driver names the types of numbers, which the text of the statement may leave open.
        String guessed =
            statement.parameters().stream()
                .map(ParameterTypes::guess)
                .collect(Collectors.joining(", ", "(", ")"));
        return prepared(connection, statement, guessed);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(statement.sql(), e);
    }
  }

  private static String guess(@Nullable String value) {
    if (value == null) {
      return "unknown";
    }
    return value.matches("-?\\d{1,9}")
        ? "integer"
        : value.matches("-?\\d{10,18}") ? "bigint" : "unknown";
  }

  private static List<String> prepared(Connection connection, Statement statement, String types)
      throws SQLException {
    try (var prepare = connection.createStatement()) {
      prepare.execute("PREPARE asked" + types + " AS " + statement.sql());
      try (var row =
          prepare.executeQuery(
              "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'asked'")) {
        row.next();
        return List.of((String[]) row.getArray(1).getArray());
      }
    }
  }
}
