package dev.freehold.local.start;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PostgreSQL as a child of this process, on the data folder's {@code postgres}. */
final class EmbeddedServer implements AutoCloseable {

  private static final String DATABASE = "freehold";
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final EmbeddedPostgres postgres;

  private EmbeddedServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static EmbeddedServer start(DataFolder data) {
    Path folder = data.file("postgres");
    stopOrphan(data);
    if (!Files.exists(folder.resolve("postgresql.conf"))) {
      // An initialization that was killed half-way leaves a folder that nothing can start on.
      data.remove("postgres");
    }
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setOverrideWorkingDirectory(binaries().toFile())
              .setPGStartupWait(START_WITHIN)
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "64")
              .setServerConfig("shared_buffers", "64MB")
              .setServerConfig("jit", "off")
              .setServerConfig("timezone", "UTC")
              .setErrorRedirector(
                  ProcessBuilder.Redirect.appendTo(data.file("postgres.log").toFile()))
              .setOutputRedirector(
                  ProcessBuilder.Redirect.appendTo(data.file("postgres.log").toFile()))
              .start();
      createDatabase(postgres);
      return new EmbeddedServer(postgres);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "PostgreSQL does not start, see " + data.file("postgres.log"), e);
    }
  }

  /** One folder of unpacked binaries per user, since the next user may not write into another's. */
  private static Path binaries() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "freehold-postgres-" + System.getProperty("user.name"));
  }

  private static void createDatabase(EmbeddedPostgres postgres) {
    try (Connection connection =
            DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(DATABASE))) {
      if (!found.next()) {
        connection.createStatement().execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database", e);
    }
  }

  /** A host that was killed leaves its server behind, which holds the data folder. */
  static void stopOrphan(DataFolder data) {
    Path pidFile = data.file("postgres").resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    try {
      List<String> lines = Files.readAllLines(pidFile);
      Optional<ProcessHandle> orphan =
          lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.getFirst()));
      orphan.filter(EmbeddedServer::isPostgres).ifPresent(EmbeddedServer::stop);
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("postgres")).isPresent();
  }

  private static void stop(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().orTimeout(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        process.destroyForcibly();
        process.onExit().join();
      } else {
        throw e;
      }
    }
  }

  String adminUrl() {
    return postgres.getJdbcUrl("postgres", DATABASE);
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
