package dev.freehold.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.wake.Look;
import dev.freehold.lambda.wake.MemoryWakeStore;
import dev.freehold.lambda.wake.WakeState;
import dev.freehold.lambda.wake.WakeStore;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which calls make schedules look, and what a closed gate leaves alone. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@TestProfile(WakingCallsTest.Kept.class)
class WakingCallsTest {

  public static class Kept implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(KeptStore.class);
    }
  }

  @Alternative
  @ApplicationScoped
  static class KeptStore implements WakeStore {

    private final MemoryWakeStore kept = new MemoryWakeStore();

    void forget() {
      kept.forget();
    }

    @Override
    public WakeState read(String operation) {
      return kept.read(operation);
    }

    @Override
    public void hold(Instant atLeast, Instant until) {
      kept.hold(atLeast, until);
    }

    @Override
    public void begin(String operation) {
      kept.begin(operation);
    }

    @Override
    public void end(String operation, Look look) {
      kept.end(operation, look);
    }
  }

  @Inject ThingFunctions things;
  @Inject KeptStore store;
  @Inject SettableClock clock;
  @Inject Ids ids;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final String session = Rows.session(owner, organization);

  @BeforeEach
  void forget() {
    store.forget();
  }

  private boolean isHeld() {
    Instant until = store.read("test-sweep").awakeUntil();
    return until != null && until.isAfter(clock.instant().plusSeconds(59));
  }

  @Test
  void aCallThatMayWriteHoldsTheLeaseAlsoWhenItIsRefusedInTheEnd() {
    String refused = "{\"name\":\"abc\",\"size\":3,\"refuse\":true}";

    things.create(Events.post("/v1/things").bearer(session).json(refused).build());

    assertThat(isHeld()).isTrue();
  }

  @Test
  void strangersAndReadersLetTheDatabaseSleep() {
    things.create(Events.post("/v1/things").json("{}").build());
    things.broken(Events.get("/v1/broken").build());

    assertThat(isHeld()).isFalse();
  }

  @Test
  void aMessageHoldsTheLease() {
    things.take(
        new Envelope(
            ids.next(),
            "core.thing.made",
            clock.instant(),
            organization,
            null,
            "r-1",
            null,
            Json.tree(Map.of("say", "ok"))));

    assertThat(isHeld()).isTrue();
  }

  @Test
  void aClosedGateLeavesNoRun() {
    store.end("test-sweep", new Look(clock.instant(), null));
    var slot = new Tick(clock.instant().plusSeconds(60));
    int before = ThingFunctions.WORKED.get();

    Swept swept = things.sweep(slot);

    assertThat(swept).isEqualTo(new Swept(0, false, null));
    assertThat(ThingFunctions.WORKED.get()).isEqualTo(before);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.runs WHERE operation = 'test-sweep'"
                    + " AND scheduled_at = ?",
                slot.scheduledAt()))
        .isZero();
  }

  @Test
  void aRunThatFoundSomethingIsKeptAndHoldsTheLease() {
    Instant slot = clock.instant().minusSeconds(ids.next().hashCode() & 0xFFFF).minusSeconds(1);

    things.sweep(new Tick(slot));

    assertThat(isHeld()).isTrue();
    WakeState after = store.read("test-sweep");
    assertThat(after.running()).isEmpty();
    assertThat(after.look()).isEqualTo(new Look(clock.instant(), null));
  }
}
