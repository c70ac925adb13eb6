package dev.freehold.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The edge of queues and schedules. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class TriggersTest {

  @Inject ThingFunctions things;
  @Inject Ids ids;
  @Inject SettableClock clock;

  private final UUID organization = Rows.organization(Rows.user());

  private Envelope message(String say) {
    return new Envelope(
        ids.next(),
        "core.thing.made",
        clock.instant(),
        organization,
        null,
        "r-1",
        null,
        Json.tree(Map.of("say", say)));
  }

  @Test
  void messageIsWorkedInTheScopeOfItsOrganization() {
    things.take(message("ok"));

    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void refusalEndsTheMessageAndLeavesNothing() {
    things.take(message("refuse"));

    assertThat(entries()).isZero();
  }

  @Test
  void faultBringsTheMessageBackAndLeavesNothing() {
    assertThatThrownBy(() -> things.take(message("fault")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(entries()).isZero();
  }

  private long entries() {
    return Owner.count(
        "SELECT count(*) FROM core.audit_log WHERE organization_id = ?", organization);
  }

  // kernel §13.19
  @Test
  void oneSlotIsWorkedOnceHoweverOftenItFires() throws Exception {
    var slot =
        new Tick(Instant.parse("2026-05-01T00:00:00Z").plusNanos(ids.next().hashCode() * 1000L));
    int before = ThingFunctions.WORKED.get();
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 8; i++) {
        pool.submit(() -> things.sweep(slot));
      }
    }

    assertThat(ThingFunctions.WORKED.get() - before).isEqualTo(1);
    assertThat(
            Owner.value(
                "SELECT status FROM core.runs WHERE operation = 'test-sweep' AND scheduled_at = ?",
                slot.scheduledAt()))
        .isEqualTo("completed");
  }

  // kernel §13.20
  @Test
  void deadRunIsTakenAgainAfterItsLease() {
    var slot = new Tick(clock.instant().minus(Duration.ofDays(3)));
    Owner.update(
        """
        INSERT INTO core.runs (id, operation, scheduled_at, status, attempts, started_at, lease_until, created_at)
        VALUES (gen_random_uuid(), 'test-sweep', ?, 'running', 1, ?, ?, ?)
        """,
        slot.scheduledAt(),
        clock.instant(),
        clock.instant().plus(Duration.ofMinutes(5)),
        clock.instant());
    int before = ThingFunctions.WORKED.get();

    things.sweep(slot);
    assertThat(ThingFunctions.WORKED.get()).isEqualTo(before);

    Owner.update(
        "UPDATE core.runs SET lease_until = ? WHERE operation = 'test-sweep' AND scheduled_at = ?",
        clock.instant(),
        slot.scheduledAt());
    things.sweep(slot);
    assertThat(ThingFunctions.WORKED.get()).isEqualTo(before + 1);
  }
}
