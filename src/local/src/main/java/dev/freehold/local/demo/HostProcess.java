package dev.freehold.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A host of the demo's own: empty data folder, free ports, ended with the demo. */
final class HostProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_MILLIS = 20;

  private final Process process;
  private final Path data;

  private HostProcess(Process process, Path data) {
    this.process = process;
    this.data = data;
  }

  /**
   * @param command that starts a host
   */
  static HostProcess start(List<String> command, Path data) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.put("FREEHOLD_LOCAL_DATA", data.toString());
    environment.put("FREEHOLD_LOCAL_PORT", "0");
    environment.put("FREEHOLD_SANDBOX_PORT", "0");
    environment.put("FREEHOLD_SANDBOX_SMTP_PORT", "0");
    environment.remove("FREEHOLD_DATABASE_URL");
    builder.redirectErrorStream(true).redirectOutput(data.resolve("console.log").toFile());
    try {
      HostProcess host = new HostProcess(builder.start(), data);
      // Ctrl-C ends the demo, and with it what it started.
      Runtime.getRuntime().addShutdownHook(new Thread(host::close));
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it serves. */
  URI api() {
    Path addresses = data.resolve("host.json");
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try {
      while (!Files.exists(addresses)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new Difference(
              "the host did not start:%n%s"
                  .formatted(Files.readString(data.resolve("console.log"))));
        }
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
      JsonNode said = Json.tree(Files.readString(addresses));
      return URI.create(said.path("api").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Difference("interrupted while the host started");
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
