package dev.freehold.bench.baseline;

import dev.freehold.bench.BenchConfig;
import dev.freehold.bench.workload.Numbers;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own benchmark program, with prepared statements and one client. */
public final class PgBench implements Baseline {

  private static final Pattern RATE =
      Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

  private final Path program;
  private final BenchConfig config;
  private final Login login;

  /**
   * @param url JDBC address without a user
   */
  public record Login(String url, String user, String password) {}

  private PgBench(Path program, BenchConfig config, Login login) {
    this.program = program;
    this.config = config;
    this.login = login;
  }

  /** Empty when it is not installed. */
  public static Optional<Baseline> find(String searchPath, BenchConfig config, Login login) {
    return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
        .map(folder -> Path.of(folder, "pgbench"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new PgBench(program, config, login));
  }

  @Override
  public String name() {
    return run(List.of(program.toString(), "--version")).strip();
  }

  @Override
  public double run(Script script, Numbers numbers) {
    Path file = config.folder().resolve("script.sql");
    try {
      Files.writeString(file, script.forPgBench());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    URI address = URI.create(login.url().substring("jdbc:".length()));
    String output =
        run(
            List.of(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=1",
                "--transactions=" + numbers.count(),
                "--define=n=" + (numbers.first() - 1),
                "--file=" + file,
                "--host=" + address.getHost(),
                "--port=" + address.getPort(),
                "--username=" + login.user(),
                address.getPath().substring(1)));
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IllegalStateException("pgbench says no rate: " + output);
    }
    return 1 / Double.parseDouble(rate.group(1));
  }

  private String run(List<String> command) {
    try {
      Path errors = config.folder().resolve("pgbench.err");
      var builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("PGPASSWORD", login.password());
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("pgbench failed: " + Files.readString(errors));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
