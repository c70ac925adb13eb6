package dev.freehold.kernel.audit;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.login.DatabaseLogin;
import dev.freehold.kernel.login.Login;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** Partitions of the audit: two months ahead; what is past the retention is dropped. */
@ApplicationScoped
public class AuditMaintenance {

  private static final String RETENTION_USER = "freehold_retention";

  private final Sql sql;
  private final Transactions transactions;
  private final AuditConfig config;
  private final Clock clock;
  private final DatabaseLogin login;

  AuditMaintenance(
      Sql sql, Transactions transactions, AuditConfig config, Clock clock, DatabaseLogin login) {
    this.sql = sql;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
    this.login = login;
  }

  public Swept maintain() {
    Instant now = clock.instant();
    var month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    int changed = 0;
    for (int ahead = 0; ahead <= 2; ahead++) {
      YearMonth made = month.plusMonths(ahead);
      changed +=
          transactions.requiresNew(
              () ->
                  sql.one(
                      "SELECT core.add_audit_partition(?) AS made",
                      row -> row.bool("made") ? 1 : 0,
                      made.atDay(1)));
    }
    return Swept.of(changed + drop(now.minus(config.retention())), Integer.MAX_VALUE);
  }

  /** By the retention's own login: the application's may not delete a row of the audit. */
  private int drop(Instant before) {
    Optional<Login> retention = login.as(RETENTION_USER, config.retentionSecret());
    if (retention.isEmpty()) {
      return 0;
    }
    try (Connection connection =
            DriverManager.getConnection(
                login.url(), retention.get().user(), retention.get().password());
        PreparedStatement statement =
            connection.prepareStatement("SELECT core.drop_audit_partitions(?)")) {
      statement.setObject(1, before.atOffset(ZoneOffset.UTC));
      try (ResultSet dropped = statement.executeQuery()) {
        return dropped.next() ? dropped.getInt(1) : 0;
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }
}
