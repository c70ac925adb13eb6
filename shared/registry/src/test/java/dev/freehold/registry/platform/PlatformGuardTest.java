package dev.freehold.registry.platform;

import static dev.freehold.registry.Scene.outcome;
import static dev.freehold.registry.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Transactions;
import dev.freehold.registry.Scene;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class PlatformGuardTest {

  @Inject PlatformGuard guard;
  @Inject PlatformLifecycle lifecycle;
  @Inject Transactions transactions;

  private final Scene acme = new Scene();

  @ParameterizedTest
  @CsvSource({
    "active, OK, OK, OK",
    "pending_cancellation, OK, OK, OK",
    "suspended, OK, PLATFORM_SUSPENDED, PLATFORM_SUSPENDED",
    "cancelled, OK, PLATFORM_CANCELLED, PLATFORM_CANCELLED",
    "pending, OK, PLATFORM_NOT_READY, OK",
    "provisioning, OK, PLATFORM_NOT_READY, OK",
    "deleted, NOT_FOUND, NOT_FOUND, NOT_FOUND",
  })
  void statesAllowWhatThePageSays(String status, String reading, String changing, String early) {
    UUID platform = acme.platform(status);

    assertThat(outcome(() -> acme.asOwner(() -> guard.forReading(platform)))).isEqualTo(reading);
    assertThat(outcome(() -> acme.asOwner(() -> guard.forChange(platform)))).isEqualTo(changing);
    assertThat(outcome(() -> acme.asOwner(() -> guard.forEarlyChange(platform)))).isEqualTo(early);
  }

  @Test
  void operatorsAndQueuesAreExempt() {
    UUID platform = acme.platform("suspended");

    assertThat(acme.asOperator(() -> guard.forChange(platform)).id()).isEqualTo(platform);
    assertThat(acme.asQueue(() -> guard.forChange(platform)).id()).isEqualTo(platform);
  }

  @Test
  void reasonSaysWhoCanLiftIt() {
    UUID unpaid = acme.platform("suspended");
    UUID held = acme.platform("suspended", "operator_hold_at = now()");

    assertThat(reason(unpaid)).isEqualTo("payment");
    assertThat(reason(held)).isEqualTo("operator");
  }

  private @Nullable Object reason(UUID platform) {
    return refused("PLATFORM_SUSPENDED", () -> acme.asOwner(() -> guard.forChange(platform)))
        .members()
        .get("reason");
  }

  // registry §8
  @Test
  void guardIsOneStatement() {
    UUID platform = acme.platform("active");

    int statements =
        acme.asOwner(
            () -> {
              guard.forChange(platform);
              return Call.current().state().statements();
            });

    assertThat(statements).isLessThanOrEqualTo(1);
  }

  // registry §7.4
  @Test
  void suspensionWaitsForAChangeThatHasPassedTheGuard() throws Exception {
    UUID platform = acme.platform("active");
    var passed = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);

    try (var threads = Executors.newFixedThreadPool(2)) {
      var change =
          threads.submit(
              () ->
                  acme.asOwner(
                      () ->
                          transactions.requiresNew(
                              () -> {
                                guard.forChange(platform);
                                passed.countDown();
                                await(goOn);
                                return Scene.status(platform);
                              })));
      await(passed);
      var suspension = threads.submit(() -> suspend(platform));
      Scene.waitUntil(PlatformGuardTest::isBlocked);
      goOn.countDown();

      assertThat(change.get()).isEqualTo("active");
      assertThat(suspension.get()).isEqualTo(PlatformStatus.SUSPENDED);
    }
    refused("PLATFORM_SUSPENDED", () -> acme.asOwner(() -> guard.forChange(platform)));
  }

  private PlatformStatus suspend(UUID platform) {
    return acme.asOperator(
        () -> lifecycle.suspend(platform, PlatformGuard.ANY_VERSION, "abuse").status);
  }

  private static boolean isBlocked() {
    return Owner.count(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND query LIKE '%registry.platforms%'
            """)
        > 0;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
