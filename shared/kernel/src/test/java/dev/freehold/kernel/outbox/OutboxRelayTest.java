package dev.freehold.kernel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages leave once they are committed, and again when a function died over them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OutboxRelayTest {

  @Inject Outbox outbox;
  @Inject OutboxRelay relay;
  @Inject Transactions transactions;
  @Inject FakeQueues queues;
  @Inject SettableClock clock;

  private final UUID organization = UUID.randomUUID();
  private final Call call = Call.system("test", Scope.tenant(organization));
  private final Call schedule = Call.system("core-relay-outbox", Scope.operator());

  @AfterEach
  void queuesAreBack() {
    queues.away();
  }

  private UUID committed(Message message) {
    return call.supply(() -> transactions.requiresNew(() -> outbox.send(message)));
  }

  private boolean isSent(UUID id) {
    return Owner.value("SELECT sent_at FROM core.outbox WHERE id = ?", id) != null;
  }

  private void relayAfter(Duration wait) {
    clock.advance(wait);
    schedule.run(relay::relay);
  }

  @Test
  void committedMessageIsHandedOverBeforeTheFunctionReturns() {
    UUID id = committed(Message.event("core.thing.happened"));

    relay.sendCommitted(call);

    assertThat(queues.taken("one")).contains(id);
    assertThat(queues.taken("two")).contains(id);
    assertThat(isSent(id)).isTrue();
  }

  // kernel §13.1
  @Test
  void relaySendsWhatAFunctionDiedOverWithinTwoMinutes() {
    UUID id = committed(Message.command("test-command"));

    relayAfter(Duration.ofSeconds(10));
    assertThat(isSent(id)).as("left to its own function during the grace").isFalse();

    relayAfter(Duration.ofSeconds(60));
    assertThat(queues.taken("test-command")).containsOnlyOnce(id);
  }

  // kernel §13.2
  @Test
  void messageSentButNotMarkedIsSentAgain() {
    UUID id = committed(Message.command("test-command"));
    relay.sendCommitted(call);
    Owner.update("UPDATE core.outbox SET sent_at = NULL WHERE id = ?", id);

    relayAfter(Duration.ofSeconds(60));

    assertThat(queues.taken("test-command").stream().filter(id::equals)).hasSize(2);
    assertThat(isSent(id)).isTrue();
  }

  // kernel §13.3
  @Test
  void twoRelaysAtOnceSkipNothingAndSendNothingTwice() throws Exception {
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < 200; i++) {
      ids.add(committed(Message.command("test-busy")));
    }
    clock.advance(Duration.ofSeconds(60));

    try (var pool = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        pool.submit(() -> schedule.run(relay::relay));
      }
    }

    assertThat(queues.taken("test-busy")).containsExactlyInAnyOrderElementsOf(ids);
  }

  // kernel §13.4
  @Test
  void messagesOfAnHourWithoutTheQueueAllArriveOnceItIsBack() {
    queues.away("one");
    List<UUID> ids = new ArrayList<>();
    for (int minute = 0; minute < 60; minute += 6) {
      ids.add(committed(Message.event("core.thing.happened")));
      relay.sendCommitted(call);
      relayAfter(Duration.ofMinutes(6));
    }
    assertThat(ids).noneMatch(this::isSent);

    queues.away();
    relayAfter(Duration.ofMinutes(6));

    assertThat(queues.taken("one")).containsAll(ids);
    assertThat(ids).allMatch(this::isSent);
  }

  @Test
  void runSaysWhenTheNextMessageIsDue() {
    Instant soon = clock.instant().plusMillis(1);
    Instant late = clock.instant().plus(Duration.ofDays(9));
    UUID id = committed(Message.command("test-late").availableAt(late));
    assertThat(Owner.value("SELECT next_attempt_at FROM core.outbox WHERE id = ?", id))
        .isEqualTo(Timestamp.from(late.minus(Outbox.MAX_DELAY)));

    Owner.update("UPDATE core.outbox SET next_attempt_at = ? WHERE id = ?", soon, id);
    Swept swept = schedule.supply(relay::relay);

    assertThat(swept.nextDueAt()).isEqualTo(soon);
  }

  @Test
  void eventThatNobodyNamesIsMarkedAtOnce() {
    UUID id = committed(Message.event("core.nobody.listens"));

    relay.sendCommitted(call);

    assertThat(isSent(id)).isTrue();
  }

  @Test
  void laterMessageWaitsInTheTableUntilAQueueCanDelayIt() {
    UUID id =
        committed(
            Message.command("test-late").availableAt(clock.instant().plus(Duration.ofMinutes(40))));
    relay.sendCommitted(call);

    relayAfter(Duration.ofMinutes(20));
    assertThat(queues.taken("test-late")).isEmpty();

    relayAfter(Duration.ofMinutes(6));
    assertThat(queues.taken("test-late")).containsExactly(id);
  }

  @Test
  void stuckMessageIsReportedOnce() {
    queues.away("one");
    UUID id = committed(Message.event("core.thing.happened"));

    relayAfter(Duration.ofMinutes(11));
    assertThat(schedule.state().figures().get(Metric.OUTBOX_OLDEST)).isEqualTo(660);
    relayAfter(Duration.ofMinutes(11));

    assertThat(schedule.state().figures().get(Metric.OUTBOX_OLDEST)).isEqualTo(1320);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.outbox WHERE type = 'core.message.stuck' AND payload ->> 'messageId' = ?",
                id.toString()))
        .isEqualTo(1);
  }
}
