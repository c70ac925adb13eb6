package dev.freehold.local;

import dev.freehold.kernel.Json;
import dev.freehold.local.gateway.Gateway;
import dev.freehold.local.queue.QueueReaders;
import dev.freehold.local.schedule.Schedules;
import dev.freehold.local.start.HostParts;
import dev.freehold.local.starter.StarterData;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts what serves, in the order of kernel §9.1, says where it is, and waits for the end. */
class HostApplication implements QuarkusApplication {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private static int port;
  private static long began;

  private final Gateway gateway;
  private final QueueReaders readers;
  private final Schedules schedules;
  private final StarterData starterData;

  HostApplication(
      Gateway gateway, QueueReaders readers, Schedules schedules, StarterData starterData) {
    this.gateway = gateway;
    this.readers = readers;
    this.schedules = schedules;
    this.starterData = starterData;
  }

  /**
   * @param gatewayPort what the configuration already names
   * @param startedAt {@link System#nanoTime} of the process's first line
   */
  static void prepare(int gatewayPort, long startedAt) {
    port = gatewayPort;
    began = startedAt;
  }

  @Override
  public int run(String... arguments) throws Exception {
    HostParts parts = HostParts.current();
    gateway.start(port, parts.catalogue());
    readers.start(parts.catalogue(), parts.queues(), HostParts.QUEUE_PREFIX);
    schedules.start(parts.catalogue(), parts.settings().isManual());
    starterData.load();
    awaitReady();
    boolean isTraining = arguments.length > 0 && arguments[0].equals("train");
    if (!isTraining) {
      announce(parts);
      Quarkus.waitForExit();
    }
    return 0;
  }

  /** Before any bean goes away, however the end comes: what is under way is done first. */
  void stopServing(@Observes ShutdownEvent ending) {
    schedules.stop();
    gateway.stop();
    readers.stop();
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/health/ready".formatted(port)))
            .build();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (true) {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("not ready: " + answer.body());
        }
        Thread.sleep(LOOK_EVERY);
      }
    }
  }

  private void announce(HostParts parts) {
    Map<String, Object> addresses = new LinkedHashMap<>();
    addresses.put("api", "http://localhost:" + port);
    addresses.put("sandbox", parts.sandbox().root().toString());
    addresses.put("pid", ProcessHandle.current().pid());
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        """
        Freehold is ready (%.1f s).
          API         http://localhost:%d/v1/health/ready
          sandbox     %s (Stripe, Cloudflare, GitHub, mail, store)
          operator    %s
          data        %s
          log         %s
        Ctrl-C ends it; everything is kept.
        """,
        seconds,
        port,
        parts.sandbox().root(),
        parts.data().file("operator.json"),
        parts.settings().data(),
        parts.data().file("host.log"));
    parts.data().write("host.json", Json.write(addresses) + "\n");
  }
}
