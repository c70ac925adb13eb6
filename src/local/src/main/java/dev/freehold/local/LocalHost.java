package dev.freehold.local;

import dev.freehold.local.start.HostConfig;
import dev.freehold.local.start.HostParts;
import dev.freehold.local.start.HostSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The whole of Freehold in one process. Argument {@code train}: start, answer a little, stop, so
 * that the virtual machine can record what a start loads.
 */
@QuarkusMain
public class LocalHost {

  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private LocalHost() {}

  public static void main(String[] arguments) {
    long began = System.nanoTime();
    HostParts parts;
    int port;
    try {
      HostSettings settings = HostSettings.read();
      port = settings.port() == 0 ? freePort() : settings.port();
      parts = HostParts.open(settings);
    } catch (RuntimeException e) {
      System.err.println("freehold: " + e.getMessage());
      if (e.getCause() != null || !(e instanceof IllegalStateException)) {
        // Not a refusal of ours with all that helps in its words.
        e.printStackTrace();
      }
      System.exit(1);
      return;
    }
    CountDownLatch stopped = closeAfterwards(parts);
    HostConfig.apply(parts, port);
    HostApplication.prepare(port, began);
    Quarkus.run(
        HostApplication.class,
        (status, failure) -> {
          if (failure != null) {
            failure.printStackTrace();
          }
          stopped.countDown();
          System.exit(status);
        },
        arguments);
  }

  /** However the process ends, the database goes last: the application still speaks to it. */
  private static CountDownLatch closeAfterwards(HostParts parts) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    boolean ignored = stopped.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  parts.close();
                }));
    return stopped;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
