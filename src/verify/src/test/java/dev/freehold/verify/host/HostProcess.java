package dev.freehold.verify.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.verify.Tree;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A local host on free ports and a data folder of its own below {@code target/}. Nothing fires by
 * itself: schedules and queues move when the clock is advanced or the sandbox settled.
 */
public final class HostProcess implements AutoCloseable {

  private static final Path JAR =
      Path.of(
          System.getProperty(
              "freehold.host.jar",
              Tree.ROOT.resolve("src/local/target/quarkus-app/quarkus-run.jar").toString()));

  /** Those of {@code ./freehold}: a recorded start serves the same machine only. */
  static final List<String> FLAGS =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xms96m",
          "-Xmx384m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=96m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final Duration READY_WITHIN = Duration.ofSeconds(120);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_MILLIS = 20;

  private final Process process;
  private final Path data;
  private final URI api;
  private final URI sandbox;

  private HostProcess(Process process, Path data, JsonNode addresses) {
    this.process = process;
    this.data = data;
    this.api = URI.create(addresses.path("api").asText());
    this.sandbox = URI.create(addresses.path("sandbox").asText());
  }

  /** An empty folder of that name. */
  public static Path folder(String name) {
    try {
      Path parent = Path.of("target/hosts").toAbsolutePath();
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when {@code /v1/health/ready} answers 200; what the folder holds is kept. */
  public static HostProcess start(Path data) {
    return start(data, Map.of());
  }

  /**
   * @param settings environment variables that the host finds besides those it always does
   */
  public static HostProcess start(Path data, Map<String, String> settings) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: build src/local before src/verify");
    }
    Path addresses = data.resolve("host.json");
    try {
      Files.deleteIfExists(addresses);
      ProcessBuilder builder = builder(data);
      builder.environment().putAll(settings);
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
      awaitReady(process, addresses, data.resolve("console.log"));
      return new HostProcess(process, data, Json.tree(Files.readString(addresses)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder builder(Path data) {
    var command = new ArrayList<String>();
    command.add(FLAGS.getFirst());
    QuickStart.of(JAR).ifPresent(cache -> command.addAll(cache));
    command.addAll(FLAGS.subList(1, FLAGS.size()));
    command.addAll(
        List.of(
            // Every call of the tests comes from one address (identity §5.3).
            "-Dfreehold.identity.throttle.sign-up-ip=100000",
            "-Dfreehold.identity.throttle.mail-ip=100000",
            "-jar",
            JAR.toString()));
    var builder = new ProcessBuilder(command);
    environment(builder, data);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("console.log").toFile()));
    return builder;
  }

  /** Free ports, the folder, and nothing that the caller's shell says of another host. */
  static void environment(ProcessBuilder builder, Path data) {
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("FREEHOLD_"));
    environment.put("FREEHOLD_LOCAL_DATA", data.toString());
    environment.put("FREEHOLD_LOCAL_PORT", "0");
    environment.put("FREEHOLD_LOCAL_SCHEDULE", "manual");
    environment.put("FREEHOLD_SANDBOX_PORT", "0");
    environment.put("FREEHOLD_SANDBOX_SMTP_PORT", "0");
  }

  private static void awaitReady(Process process, Path addresses, Path console) throws IOException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!Files.exists(addresses) || Files.size(addresses) == 0) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("the host did not start:\n" + Files.readString(console));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public URI api() {
    return api;
  }

  public URI sandbox() {
    return sandbox;
  }

  /** Of the embedded server's superuser. */
  public Connection superuser() throws SQLException {
    try {
      URI owner = URI.create(Files.readString(data.resolve("owner.url")).trim());
      return DriverManager.getConnection(
          "jdbc:postgresql://localhost:%d%s?user=postgres"
              .formatted(owner.getPort(), owner.getPath()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Client client() {
    return new Client(api);
  }

  /** One of the secrets that the host made at its first start. */
  public String secret(String name) {
    var secrets = new Properties();
    try {
      secrets.load(new StringReader(Files.readString(data.resolve("secrets.properties"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(secrets.getProperty(name), name);
  }

  /** SIGKILL: no hook runs, nothing is flushed. Returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    await(process);
  }

  @Override
  public void close() {
    stop(process);
  }

  /** SIGTERM, so that it ends its database, too; SIGKILL when that takes too long. */
  static void stop(Process process) {
    process.destroy();
    await(process);
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
