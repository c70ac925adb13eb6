package dev.freehold.verify.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One recorded start, from which later ones map their classes: two dozen starts of the scenarios
 * cost a third. That of {@code ./freehold dev} names the jar otherwise; without one they are only
 * slower.
 */
final class QuickStart {

  private static final long TRAIN_WITHIN_SEC = 240;

  private QuickStart() {}

  /** Flags for the machine; empty when no start could be recorded. */
  static synchronized Optional<List<String>> of(Path jar) {
    try {
      Path ours = Path.of("target/hosts/host.aot").toAbsolutePath();
      if (!isNewer(ours, jar)) {
        record(jar, ours);
      }
      return Files.exists(ours) ? flags(ours) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNewer(Path cache, Path jar) throws IOException {
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  private static Optional<List<String>> flags(Path cache) {
    return Optional.of(
        List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-XX:TieredStopAtLevel=1"));
  }

  private static void record(Path jar, Path cache) throws IOException {
    Path data = HostProcess.folder("train");
    var command = new ArrayList<>(HostProcess.FLAGS);
    command.addAll(
        List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:disable", "-jar", jar.toString(), "train"));
    var builder = new ProcessBuilder(command);
    HostProcess.environment(builder, data);
    builder.redirectErrorStream(true);
    builder.redirectOutput(data.resolve("train.log").toFile());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> HostProcess.stop(process)));
    try {
      if (!process.waitFor(TRAIN_WITHIN_SEC, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
