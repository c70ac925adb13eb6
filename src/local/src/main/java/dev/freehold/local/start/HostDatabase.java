package dev.freehold.local.start;

import dev.freehold.migrate.Migrator;
import dev.freehold.migrate.Roles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The database of this host: made ready by an administrator's login, used as freehold_app. */
public final class HostDatabase implements AutoCloseable {

  private final Optional<EmbeddedServer> server;
  private final String adminUrl;
  private final String password;

  private HostDatabase(Optional<EmbeddedServer> server, String adminUrl, String password) {
    this.server = server;
    this.adminUrl = adminUrl;
    this.password = password;
  }

  /** The embedded server on the kept data, unless the settings name another. */
  public static HostDatabase start(DataFolder data, HostSettings settings, HostSecrets secrets) {
    String password = secrets.get("database");
    if (settings.databaseUrl().isPresent()) {
      return new HostDatabase(Optional.empty(), JdbcUrl.of(settings.databaseUrl().get()), password);
    }
    EmbeddedServer server = EmbeddedServer.start(data);
    return new HostDatabase(Optional.of(server), server.adminUrl(), password);
  }

  /** A server that a killed host left behind on the folder ends. */
  public static void stopLeftOver(DataFolder data) {
    EmbeddedServer.stopOrphan(data);
  }

  /** Roles and migrations; safe to repeat. */
  public void prepare() {
    try (Connection admin = DriverManager.getConnection(adminUrl);
        Statement statement = admin.createStatement()) {
      String database = admin.getCatalog();
      Roles.create(admin, database, password);
      statement.execute(
          "GRANT CREATE, CONNECT ON DATABASE %s TO %s"
              .formatted(statement.enquoteIdentifier(database, true), Roles.OWNER));
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be made ready", e);
    }
    new Migrator(url(), Roles.OWNER, password).migrate();
  }

  /** All tables gone and made anew. */
  public void empty() {
    try (Connection admin = DriverManager.getConnection(adminUrl);
        Statement statement = admin.createStatement()) {
      for (String schema : ownedSchemas(statement)) {
        statement.execute(
            "DROP SCHEMA %s CASCADE".formatted(statement.enquoteIdentifier(schema, true)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be emptied", e);
    }
    prepare();
  }

  private static List<String> ownedSchemas(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT n.nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
            WHERE r.rolname = '%s'
            """
                .formatted(Roles.OWNER))) {
      List<String> schemas = new ArrayList<>();
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
      return schemas;
    }
  }

  /** Without a user. */
  public String url() {
    return JdbcUrl.withoutUser(adminUrl);
  }

  /** For {@code psql}, with user and password of the owner. */
  public String ownerAddress() {
    return JdbcUrl.forPsql(url(), Roles.OWNER, password);
  }

  /** Of all three logins. */
  public String password() {
    return password;
  }

  @Override
  public void close() {
    server.ifPresent(EmbeddedServer::close);
  }
}
