package dev.freehold.bench.baseline;

import dev.freehold.bench.workload.Numbers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Properties;

/** Where pgbench is missing: the statements in a loop over one JDBC connection. */
public final class JdbcLoop implements Baseline {

  private static final double NANOS = 1e9;

  private final PgBench.Login login;

  public JdbcLoop(PgBench.Login login) {
    this.login = login;
  }

  @Override
  public String name() {
    return "plain JDBC loop";
  }

  @Override
  public double run(Script script, Numbers numbers) {
    var properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("prepareThreshold", "1");
    try (Connection connection = DriverManager.getConnection(login.url(), properties)) {
      var statements = new ArrayList<PreparedStatement>();
      for (String sql : script.statements()) {
        statements.add(connection.prepareStatement(sql.replace(":n::bigint", "?::bigint")));
      }
      long began = System.nanoTime();
      for (long number : numbers.stream().toArray()) {
        for (PreparedStatement statement : statements) {
          run(statement, number);
        }
      }
      return (System.nanoTime() - began) / NANOS / numbers.count();
    } catch (SQLException e) {
      throw new IllegalStateException("the statements cannot be run again", e);
    }
  }

  private static void run(PreparedStatement statement, long number) throws SQLException {
    int places = statement.getParameterMetaData().getParameterCount();
    for (int i = 1; i <= places; i++) {
      statement.setLong(i, number);
    }
    statement.execute();
  }
}
