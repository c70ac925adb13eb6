package dev.freehold.testing;

import dev.freehold.migrate.Migrator;
import dev.freehold.migrate.Roles;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL for a test run, migrated as the owner; the application connects as {@code
 * freehold_app}, so that row level security is tested by every test. Started once a JVM.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

  static final String PASSWORD = "test";
  private static final String NAME = "freehold";

  private static @Nullable EmbeddedPostgres postgres;

  @Override
  public Map<String, String> start() {
    String url = url();
    // The tests' class loader is another than this one's: Owner finds the address here.
    System.setProperty(Owner.URL_PROPERTY, url);
    return Map.of(
        "freehold.database.url", url,
        "freehold.database.user", Roles.APP,
        "freehold.database.secret", PASSWORD);
  }

  /** JDBC address of the one database of this JVM, started and migrated on first use. */
  public static synchronized String url() {
    String known = System.getProperty(Owner.URL_PROPERTY);
    if (known != null) {
      return known;
    }
    try {
      postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("max_connections", "200")
              .setServerConfig("timezone", "UTC")
              .start();
      try (var superuser = postgres.getPostgresDatabase().getConnection()) {
        Roles.create(superuser, NAME, PASSWORD);
      }
      String url = "jdbc:postgresql://localhost:%d/%s".formatted(postgres.getPort(), NAME);
      new Migrator(url, Roles.OWNER, PASSWORD).migrate();
      return url;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("test database does not start", e);
    }
  }

  /** Kept until the JVM ends: a restart of Quarkus between test classes keeps its database. */
  @Override
  public void stop() {}
}
