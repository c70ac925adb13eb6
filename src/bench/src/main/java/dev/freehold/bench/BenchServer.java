package dev.freehold.bench;

import dev.freehold.migrate.Migrator;
import dev.freehold.migrate.Roles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL of its own for one run, migrated, in a folder that goes with it. */
final class BenchServer implements AutoCloseable {

  private static final String DATABASE = "freehold";
  private static final String PASSWORD = "bench";
  private static final int DELETE_TRIES = 50;
  private static final Duration DELETE_AGAIN = Duration.ofMillis(100);

  private final Path folder;
  private final Path log;
  private final EmbeddedPostgres postgres;

  private BenchServer(Path folder, Path log, EmbeddedPostgres postgres) {
    this.folder = folder;
    this.log = log;
    this.postgres = postgres;
  }

  /**
   * @param durable whether a commit waits for the disk
   */
  static BenchServer start(boolean durable) {
    try {
      Path folder = Files.createTempDirectory("freehold-bench");
      Path log = folder.resolve("postgres.log");
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder.resolve("postgres"))
              .setOverrideWorkingDirectory(binaries().toFile())
              .setServerConfig("shared_buffers", "128MB")
              .setServerConfig("max_wal_size", "4GB")
              .setServerConfig("jit", "off")
              .setServerConfig("timezone", "UTC")
              .setServerConfig("log_line_prefix", "%u--")
              .setServerConfig("fsync", durable ? "on" : "off")
              .setServerConfig("synchronous_commit", durable ? "on" : "off")
              .setErrorRedirector(Redirect.appendTo(log.toFile()))
              .setOutputRedirector(Redirect.appendTo(log.toFile()))
              .start();
      var server = new BenchServer(folder, log, postgres);
      server.prepare();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
  }

  /** Shared with the local host: unpacking takes seconds. */
  private static Path binaries() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "freehold-postgres-" + System.getProperty("user.name"));
  }

  private void prepare() {
    String superuser = postgres.getJdbcUrl("postgres", "postgres");
    try (Connection connection = DriverManager.getConnection(superuser)) {
      Roles.create(connection, DATABASE, PASSWORD);
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be made ready", e);
    }
    new Migrator(url(), Roles.OWNER, PASSWORD).migrate();
  }

  private String url() {
    return "jdbc:postgresql://localhost:%d/%s".formatted(postgres.getPort(), DATABASE);
  }

  /** Configuration that ties the functions to this server. */
  Map<String, String> config() {
    var config = new LinkedHashMap<String, String>();
    config.put("freehold.database.url", url());
    config.put("freehold.database.user", Roles.APP);
    config.put("freehold.database.secret", PASSWORD);
    config.put("bench.admin-url", postgres.getJdbcUrl("postgres", DATABASE));
    config.put("bench.maintenance-url", postgres.getJdbcUrl("postgres", "postgres"));
    config.put("bench.database", DATABASE);
    config.put("bench.log", log.toString());
    config.put("bench.folder", folder.toString());
    config.put("quarkus.log.file.path", folder.resolve("bench.log").toString());
    return config;
  }

  @Override
  public void close() {
    try {
      postgres.close();
      for (int i = 1; !isDeleted() && i < DELETE_TRIES; i++) {
        Thread.sleep(DELETE_AGAIN);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False while the server, stopped by somebody else, still writes its last files. */
  private boolean isDeleted() {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
      return true;
    } catch (IOException | UncheckedIOException e) {
      return Files.notExists(folder);
    }
  }
}
