package dev.freehold.bench;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

/** {@code ./freehold bench}: our functions beside the same statements run by pgbench. */
@QuarkusMain
public class Bench {

  private Bench() {}

  public static void main(String[] arguments) {
    BenchOptions options;
    try {
      options = BenchOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("freehold bench: " + e.getMessage());
      System.err.print(BenchOptions.USAGE);
      System.exit(2);
      return;
    }
    BenchServer server = BenchServer.start(options.durable());
    server.config().forEach(System::setProperty);
    Quarkus.run(
        BenchApplication.class, (status, failure) -> end(server, status, failure), arguments);
  }

  private static void end(BenchServer server, int status, @Nullable Throwable failure) {
    if (failure != null) {
      failure.printStackTrace();
    }
    server.close();
    System.exit(status);
  }
}
