package dev.freehold.bench;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** {@code ./freehold bench}: what our functions cost, beside what else does the work. */
@QuarkusMain
public class Bench {

  private static volatile boolean ending;

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
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
    server.config().forEach(System::setProperty);
    Quarkus.run(
        BenchApplication.class,
        (status, failure) -> {
          // What fails because the server is being stopped is no news.
          if (failure != null && !ending) {
            failure.printStackTrace();
          }
          System.exit(status);
        },
        arguments);
  }

  private static void end(BenchServer server) {
    ending = true;
    server.close();
  }
}
