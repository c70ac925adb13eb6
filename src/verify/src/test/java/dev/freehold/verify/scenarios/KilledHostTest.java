package dev.freehold.verify.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.HostProcess;
import dev.freehold.verify.host.Tenant;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * kernel §13.29, provisioning §7: the host is killed with SIGKILL at random moments of onboarding
 * and started again on the same data, until the job has ended. {@code -Dfreehold.kills=n} says how
 * often, {@code -Dfreehold.seed=n} repeats a run.
 */
class KilledHostTest {

  private static final int KILLS = Integer.getInteger("freehold.kills", 20);
  private static final long SEED = Long.getLong("freehold.seed", System.nanoTime());

  /** A minute of the product's time moves in that long, on a quick machine and on a busy one. */
  private static final int[] LATEST_MILLIS = {400, 1_500};

  private final Random random = new Random(SEED);
  private final Path data = HostProcess.folder("killed");

  @Test
  void onboardingEndsCompletedWithEveryObjectOnce() {
    System.out.printf("killing the host %d times, -Dfreehold.seed=%d%n", KILLS, SEED);
    HostProcess host = HostProcess.start(data);
    List<String> shape = shapeOfAnUndisturbedRun(host);
    var done = new ArrayList<Onboarding>();
    int hits = 0;
    try {
      for (int kills = 0; kills < KILLS; kills++) {
        if (done.isEmpty() || !isUnderWay(host.client(), done.getLast())) {
          done.add(Onboarding.start(host.client()));
        }
        killWhileItMoves(host);
        host = HostProcess.start(data);
        hits += isUnderWay(host.client(), done.getLast()) ? 1 : 0;
      }

      Client http = host.client();
      Tenant.advance(http, "PT30M");
      var cloud = new Cloud(host.sandbox());
      for (Onboarding onboarding : done) {
        onboarding.isCompleted(http);
        cloud.holdsOnce(onboarding.key(http), withKey(shape, onboarding.key(http)));
      }
      System.out.printf("%d onboardings, %d kills while one was under way%n", done.size(), hits);
      assertThat(hits).as("kills that hit a job under way").isGreaterThanOrEqualTo(KILLS / 2);
    } finally {
      host.close();
    }
  }

  private static boolean isUnderWay(Client http, Onboarding onboarding) {
    return !onboarding.jobStatus(http).equals("completed");
  }

  private void killWhileItMoves(HostProcess host) {
    Client http = host.client();
    var moving =
        CompletableFuture.runAsync(
            () -> {
              try {
                http.post("/v1/sandbox/clock/advance", Map.of("by", "PT1M"));
              } catch (UncheckedIOException e) {
                // The host died in the middle, as it should.
              }
            });
    sleep(random.nextInt(LATEST_MILLIS[random.nextInt(LATEST_MILLIS.length)]));
    host.kill();
    moving.join();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What a platform's objects are named, with {@code KEY} for its key. */
  private static List<String> shapeOfAnUndisturbedRun(HostProcess host) {
    Client http = host.client();
    Onboarding first = Onboarding.start(http);
    Tenant.advance(http, "PT15M");
    first.isCompleted(http);
    String key = first.key(http);
    List<String> objects = first.objects(http, new Cloud(host.sandbox()));
    assertThat(new HashSet<>(objects)).hasSameSizeAs(objects).isNotEmpty();
    return objects.stream().map(name -> name.replaceAll(Pattern.quote(key), "KEY")).toList();
  }

  private static List<String> withKey(List<String> shape, String key) {
    return shape.stream().map(name -> name.replace("KEY", key)).toList();
  }
}
