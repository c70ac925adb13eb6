package dev.freehold.kernel.audit;

import dev.freehold.kernel.login.DatabaseLogin;
import dev.freehold.kernel.login.Login;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The retention's own login: the application's may not delete a row of an audit. */
@ApplicationScoped
public class RetentionLogin {

  private static final String USER = "freehold_retention";

  private final AuditConfig config;
  private final DatabaseLogin login;

  RetentionLogin(AuditConfig config, DatabaseLogin login) {
    this.config = config;
    this.login = login;
  }

  /**
   * Calls a function that lets go of what is older; it refuses by itself what is too young.
   *
   * @param function {@code schema.name}, of our own code
   * @return how much it let go; 0 where there is no such login
   */
  public int drop(String function, Instant before) {
    Optional<Login> retention = login.as(USER, config.retentionSecret());
    if (retention.isEmpty()) {
      return 0;
    }
    try (Connection connection =
            DriverManager.getConnection(
                login.url(), retention.get().user(), retention.get().password());
        PreparedStatement statement = connection.prepareStatement("SELECT " + function + "(?)")) {
      statement.setObject(1, before.atOffset(ZoneOffset.UTC));
      try (ResultSet dropped = statement.executeQuery()) {
        return dropped.next() ? dropped.getInt(1) : 0;
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }
}
