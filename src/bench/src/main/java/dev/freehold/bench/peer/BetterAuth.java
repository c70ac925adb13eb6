package dev.freehold.bench.peer;

import dev.freehold.bench.BenchConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * better-auth in a Node process of its own, as {@code src/bench/peer/better-auth} sets it up, in a
 * database of its own on the same server. Needs Node 20 and npm.
 */
public final class BetterAuth implements AutoCloseable {

  static final Path PROGRAM = Path.of("src", "bench", "peer", "better-auth");

  private static final String DATABASE = "peer";

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;

  private BetterAuth(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Fetches its packages once, starts it and waits until it can be measured.
   *
   * @param createDatabase makes an empty database of this name on the run's server
   */
  public static BetterAuth start(
      BenchConfig config, java.util.function.Consumer<String> createDatabase) {
    createDatabase.accept(DATABASE);
    try {
      if (!Files.isDirectory(PROGRAM.resolve("node_modules"))) {
        int status =
            command(List.of("npm", "ci", "--no-audit", "--no-fund", "--legacy-peer-deps"))
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
          throw new IllegalStateException("npm ci in %s ended with %d".formatted(PROGRAM, status));
        }
      }
      ProcessBuilder node = command(List.of("node", "measure.mjs"));
      node.environment().put("PEER_DATABASE_URL", url(config));
      var started = new BetterAuth(node.start());
      started.expect("ready");
      return started;
    } catch (IOException e) {
      throw new IllegalStateException("--peer needs Node 20 and npm on the path", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static ProcessBuilder command(List<String> words) {
    return new ProcessBuilder(words).directory(PROGRAM.toFile()).redirectError(Redirect.INHERIT);
  }

  /**
   * From {@code jdbc:postgresql://host:port/freehold?user=postgres} to what Node's driver reads.
   */
  private static String url(BenchConfig config) {
    URI address = URI.create(config.adminUrl().substring("jdbc:".length()));
    return "postgres://postgres@%s:%d/%s".formatted(address.getHost(), address.getPort(), DATABASE);
  }

  public String name() {
    return "better-auth 1.7.5 on Node";
  }

  /**
   * @return seconds a run took on average
   */
  public double run(Check check, int runs) {
    try {
      orders.write("%s %d%n".formatted(check.name(), runs));
      orders.flush();
      return Double.parseDouble(line());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void expect(String word) throws IOException {
    String said = line();
    if (!said.equals(word)) {
      throw new IllegalStateException("better-auth said " + said);
    }
  }

  private String line() throws IOException {
    String said = answers.readLine();
    if (said == null) {
      throw new IllegalStateException("better-auth ended; its words stand above");
    }
    return said;
  }

  @Override
  public void close() {
    try {
      orders.close();
      process.waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
