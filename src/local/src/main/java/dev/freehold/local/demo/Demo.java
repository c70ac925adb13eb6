package dev.freehold.local.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Tells the storyline to a host of its own and leaves with 1 at the first difference.
 *
 * <p>Arguments: {@code [--keep] -- command of a host}, or {@code --on http://localhost:8080} for a
 * host that runs already and is empty.
 */
public final class Demo {

  private Demo() {}

  public static void main(String[] arguments) throws IOException {
    List<String> all = List.of(arguments);
    int on = all.indexOf("--on");
    System.exit(on >= 0 ? tell(URI.create(all.get(on + 1))) : withOwnHost(all));
  }

  private static int withOwnHost(List<String> arguments) throws IOException {
    int separator = arguments.indexOf("--");
    boolean keep = arguments.subList(0, separator).contains("--keep");
    Path data = Files.createTempDirectory("freehold-demo");
    int status = runHost(arguments.subList(separator + 1, arguments.size()), data);
    if (keep || status != 0) {
      System.out.printf(
          "Kept: FREEHOLD_LOCAL_DATA=%s ./freehold dev goes on with it; its log is %s%n",
          data, data.resolve("host.log"));
    } else {
      remove(data);
    }
    return status;
  }

  private static int runHost(List<String> command, Path data) {
    try (HostProcess host = HostProcess.start(command, data)) {
      AtomicReference<URI> api = new AtomicReference<>();
      new Progress(System.out, isTerminal())
          .step("0", "start on an empty data folder", () -> api.set(host.api()));
      return tell(api.get());
    } catch (Difference e) {
      System.err.println("freehold: " + e.getMessage());
      return 1;
    }
  }

  private static int tell(URI api) {
    Progress progress = new Progress(System.out, isTerminal());
    try {
      new Storyline(new DemoClient(api), progress).run();
      progress.summary();
      return 0;
    } catch (Difference e) {
      System.err.printf("%nfreehold: not as it had to be.%n%s%n", e.getMessage());
      return 1;
    }
  }

  private static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  private static void remove(Path data) throws IOException {
    try (Stream<Path> tree = Files.walk(data)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
