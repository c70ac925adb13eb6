package dev.freehold.bench.baseline;

import dev.freehold.bench.BenchConfig;
import dev.freehold.bench.workload.Numbers;
import dev.freehold.bench.workload.Rows;
import dev.freehold.bench.workload.Workload;
import dev.freehold.migrate.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Lets the server write down what an operation sends, and makes a script of it. */
@ApplicationScoped
public class Recorder {

  /** A setting reaches the sessions by a signal. */
  private static final Duration UNTIL_HEARD = Duration.ofMillis(800);

  private final BenchConfig config;
  private final Rows rows;

  Recorder(BenchConfig config, Rows rows) {
    this.config = config;
    this.rows = rows;
  }

  /**
   * Two runs are recorded: what differs between them is the run's own.
   *
   * @param numbers two runs, arranged by this
   */
  public Script record(Workload workload, Numbers numbers) {
    logStatements(true);
    try {
      List<Statement> one = recorded(workload, numbers.first());
      List<Statement> other = recorded(workload, numbers.first() + 1);
      var types = new ParameterTypes(rows);
      return new Scripting(Numbers.tag(numbers.first()), types).script(one, other);
    } finally {
      logStatements(false);
    }
  }

  private List<Statement> recorded(Workload workload, long number) {
    workload.arrange(new Numbers(number, 1));
    try {
      int before = Files.readAllBytes(config.log()).length;
      workload.run(number);
      byte[] log = Files.readAllBytes(config.log());
      String written =
          new String(Arrays.copyOfRange(log, before, log.length), StandardCharsets.UTF_8);
      List<Statement> statements = StatementLog.read(written, Roles.APP);
      if (statements.isEmpty()) {
        throw new IllegalStateException(workload.name() + ": the server logged no statement");
      }
      return statements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void logStatements(boolean on) {
    try (Connection connection = rows.connect();
        var statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET log_statement = '" + (on ? "all" : "none") + "'");
      statement.execute("SELECT pg_reload_conf()");
      Thread.sleep(UNTIL_HEARD);
    } catch (SQLException e) {
      throw new IllegalStateException("statements cannot be logged", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
