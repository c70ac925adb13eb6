package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.billing.event.PaymentEventService;
import dev.freehold.billing.event.ReceivedEvents;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.sandbox.Fault;
import dev.freehold.stripe.StripeEvent;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger of received events: once, claimed, retried, dead, replayed. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class LedgerTest {

  @Inject Story story;
  @Inject ReceivedEvents events;
  @Inject PaymentEventService service;
  @Inject SettableClock clock;

  private StripeEvent event(String type, String object) {
    return StripeEvent.of(
        Json.tree(
            """
            {"id":"evt_%s","type":"%s","api_version":"2026-05-27.dahlia","livemode":false,
             "created":%d,"data":{"object":%s}}
            """
                .formatted(UUID.randomUUID(), type, clock.instant().getEpochSecond(), object)));
  }

  private StripeEvent unhandled() {
    return event("some.thing", "{\"id\":\"x_1\",\"object\":\"thing\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"received", "processing", "failed"})
  void retrySaysWhenTheNextEventIsDue(String status) {
    Instant soon = clock.instant().plusMillis(1);
    var event = unhandled();
    var system = Call.system("billing-retry-payment-events", Scope.operator());
    system.run(() -> events.store(event));
    Owner.update(
        "UPDATE billing.payment_events SET status = ?, next_attempt_at = ?"
            + " WHERE provider_event_id = ?",
        status,
        soon,
        event.id());

    assertThat(system.supply(events::retryDue).nextDueAt()).isEqualTo(soon);
  }

  // billing §7.1
  @Test
  void oneEventAHundredTimesSixteenAtOnceIsOneRowAndOneMessage() throws Exception {
    var event = unhandled();
    var firsts = new AtomicInteger();
    Callable<Void> delivery =
        () -> {
          if (Call.system("test", Scope.none()).supply(() -> events.store(event))) {
            firsts.incrementAndGet();
          }
          return null;
        };
    try (var senders = Executors.newFixedThreadPool(16)) {
      for (var sent : senders.invokeAll(IntStream.range(0, 100).mapToObj(i -> delivery).toList())) {
        sent.get();
      }
    }

    assertThat(firsts).hasValue(1);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM billing.payment_events WHERE provider_event_id = ?",
                event.id()))
        .isEqualTo(1);
    assertThat(messagesFor(story.idOf(event))).isEqualTo(1);
  }

  private long messagesFor(UUID paymentEventId) {
    return Owner.count(
        """
        SELECT count(*) FROM core.outbox WHERE type = 'billing-process-payment-event'
          AND payload->>'paymentEventId' = ?
        """,
        paymentEventId.toString());
  }

  @Test
  void anUnknownTypeAndTheOtherModeAreIgnored() {
    var unknown = unhandled();
    var live =
        StripeEvent.of(
            Json.tree(
                unhandled()
                    .payload()
                    .toString()
                    .replace("\"livemode\":false", "\"livemode\":true")));
    story.process(unknown);
    story.process(live);

    assertThat(story.ledger(unknown))
        .containsEntry("status", "ignored")
        .containsEntry("outcome", "unhandled_type");
    assertThat(story.ledger(live))
        .containsEntry("status", "ignored")
        .containsEntry("outcome", "livemode_mismatch");
  }

  @Test
  void anObjectThatIsNotOursIsForeign() {
    story.open();
    var event = event("customer.subscription.updated", "{\"id\":\"sub_foreign\"}");

    story.process(event);

    assertThat(story.ledger(event)).containsEntry("outcome", "foreign");
  }

  // billing §7.2
  @Test
  void anEventWhoseMessageWasLostIsFoundWithinTwoMinutes() {
    var event = unhandled();
    story.store(event);
    var id = story.idOf(event);
    Owner.update("DELETE FROM core.outbox WHERE payload->>'paymentEventId' = ?", id.toString());

    clock.advance(Duration.ofSeconds(59));
    story.asOperator(events::retryDue);
    assertThat(messagesFor(id)).isZero();

    clock.advance(Duration.ofSeconds(1));
    var swept = story.asOperator(events::retryDue);
    assertThat(swept.found()).isPositive();
    assertThat(messagesFor(id)).isEqualTo(1);

    story.asOperator(events::retryDue);
    assertThat(messagesFor(id)).as("not again each minute").isEqualTo(1);
  }

  // billing §7.3
  @Test
  void aWorkerThatDiedIsFollowedAfterTheClaimTimeoutAndNotBefore() {
    var event = unhandled();
    story.store(event);
    var id = story.idOf(event);
    Owner.update(
        """
        UPDATE billing.payment_events SET status = 'processing', attempts = 1, claimed_at = ?,
          next_attempt_at = ? WHERE id = ?
        """,
        clock.instant(),
        clock.instant().plus(Duration.ofMinutes(5)),
        id);

    story.work(id);
    assertThat(story.ledger(event)).containsEntry("status", "processing");

    clock.advance(Duration.ofMinutes(5));
    story.work(id);
    assertThat(story.ledger(event)).containsEntry("status", "ignored").containsEntry("attempts", 2);
  }

  // billing §7.30
  @Test
  void aFailureIsKeptAndTriedAgainUntilItIsDead() {
    story.open().faults().clear();
    story
        .open()
        .faults()
        .add(
            Fault.of("stripe", "status")
                .onCall("GET", "/v1/invoices/*")
                .counting(1, 1000)
                .answering(500));
    var event = event("invoice.paid", "{\"id\":\"in_unlucky\",\"object\":\"invoice\"}");
    story.store(event);
    var id = story.idOf(event);
    Owner.update("UPDATE billing.payment_events SET attempts = 8 WHERE id = ?", id);

    story.work(id);
    var failed = story.ledger(event);
    assertThat(failed).containsEntry("status", "failed").containsEntry("attempts", 9);
    assertThat((String) failed.get("last_error")).contains("in_unlucky", "500");
    var wait =
        Duration.between(clock.instant(), ((Timestamp) failed.get("next_attempt_at")).toInstant());
    assertThat(wait).isBetween(Duration.ofMinutes(1296), Duration.ofMinutes(1584));

    story.work(id);
    assertThat(story.ledger(event)).containsEntry("status", "dead").containsEntry("attempts", 10);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox WHERE type = 'billing.payment_event.dead'
                  AND payload->>'paymentEventId' = ?
                """,
                id.toString()))
        .isEqualTo(1);

    story.open().faults().clear();
    story.asOperator(() -> service.replay(id));
    story.work(id);
    assertThat(story.ledger(event))
        .containsEntry("status", "ignored")
        .containsEntry("outcome", "foreign")
        .containsEntry("replay_count", 1);
  }

  // billing §7.31
  @Test
  void aReplayDoesNothingASecondTime() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.newEvents();
    story.pay(story.checkout(organization, Story.STARTER, platform));
    var all = story.newEvents();
    story.processAll(all);
    var told = story.told(organization);
    var mails = mails(organization);
    var version = story.subscription(platform).get("version");

    for (StripeEvent event : all) {
      story.asOperator(() -> service.replay(story.idOf(event)));
      story.work(story.idOf(event));
    }

    assertThat(story.told(organization)).isEqualTo(told);
    assertThat(mails(organization)).isEqualTo(mails).isPositive();
    assertThat(story.subscription(platform)).containsEntry("version", version);
  }

  private static long mails(UUID organization) {
    return Owner.count(
        "SELECT count(*) FROM core.mail_messages WHERE organization_id = ?", organization);
  }

  @Test
  void oneBeingProcessedIsNotReplayed() {
    var event = unhandled();
    story.store(event);
    var id = story.idOf(event);
    Owner.update("UPDATE billing.payment_events SET status = 'processing' WHERE id = ?", id);

    assertThatThrownBy(() -> story.asOperator(() -> service.replay(id)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("EVENT_IN_PROGRESS"));
  }

  // conventions, append-only: what was received never changes and never goes.
  @Test
  void whatWasReceivedCannotBeChanged() throws SQLException {
    var event = unhandled();
    story.store(event);
    try (var app = Owner.connect("freehold_app");
        var statement = app.createStatement()) {
      statement.execute("SELECT set_config('freehold.scope', 'operator', false)");

      assertThatThrownBy(
              () -> statement.execute("UPDATE billing.payment_events SET payload = '{}'"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("DELETE FROM billing.payment_events"))
          .hasMessageContaining("permission denied");
    }
    assertThatThrownBy(
            () ->
                Owner.update(
                    "UPDATE billing.payment_events SET type = 'x' WHERE provider_event_id = ?",
                    event.id()))
        .hasStackTraceContaining("append-only");
  }
}
