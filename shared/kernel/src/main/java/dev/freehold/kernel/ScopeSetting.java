package dev.freehold.kernel;

import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.Metrics;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.TransactionScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * The first statement of every transaction, whoever began it: whose rows it may touch. Local to the
 * transaction, so that a connection handed on carries nothing over.
 */
@ApplicationScoped
class ScopeSetting {

  private final DataSource dataSource;
  private final TransactionSynchronizationRegistry transaction;
  private final Closing closing;
  private final Metrics metrics;

  ScopeSetting(
      DataSource dataSource,
      TransactionSynchronizationRegistry transaction,
      Closing closing,
      Metrics metrics) {
    this.dataSource = dataSource;
    this.transaction = transaction;
    this.closing = closing;
    this.metrics = metrics;
  }

  void atBegin(@Observes @Initialized(TransactionScoped.class) Object begun) {
    Scope scope = Call.current().scope();
    try (Connection connection = connection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT set_config('freehold.scope', ?, true),
                       set_config('freehold.organization_id', ?, true),
                       set_config('freehold.user_id', ?, true)
                """)) {
      statement.setString(1, scope.kind().name().toLowerCase(Locale.ROOT));
      statement.setString(2, Objects.toString(scope.organizationId(), ""));
      statement.setString(3, Objects.toString(scope.userId(), ""));
      statement.execute();
    } catch (SQLException e) {
      transaction.setRollbackOnly();
      throw SqlFailure.of(e);
    }
    closing.watch(Call.current());
  }

  /** The transaction's one connection: here it is waited for, later asked for again. */
  private Connection connection() throws SQLException {
    long asked = System.nanoTime();
    try {
      return dataSource.getConnection();
    } finally {
      metrics.count(Metric.DB_WAIT, (System.nanoTime() - asked) / 1_000_000);
    }
  }
}
