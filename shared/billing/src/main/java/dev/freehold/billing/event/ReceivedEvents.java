package dev.freehold.billing.event;

import dev.freehold.billing.BillingConfig;
import dev.freehold.billing.subscription.ProviderReads;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of received events: stored once by provider and event id, claimed by one worker at a
 * time, finished in the transaction of what it did.
 */
@ApplicationScoped
public class ReceivedEvents {

  /** A stored event waits so long for its own message before the schedule sends another. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final int SWEEP_LIMIT = 500;
  private static final int LONGEST_ERROR = 2000;

  /** What {@code billing-process-payment-event} is told. */
  @RegisterForReflection
  public record ProcessPaymentEvent(UUID paymentEventId) {}

  /**
   * An event one worker has taken.
   *
   * @param ticket for what is read at the provider because of it
   */
  record Claimed(UUID id, int attempts, StripeEvent event, ProviderReads.Ticket ticket) {}

  private final BillingConfig config;
  private final Transactions transactions;
  private final Sql sql;
  private final Outbox outbox;
  private final Ids ids;
  private final Clock clock;

  ReceivedEvents(
      BillingConfig config,
      Transactions transactions,
      Sql sql,
      Outbox outbox,
      Ids ids,
      Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.sql = sql;
    this.outbox = outbox;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Stores an event and asks for its processing; of a known one nothing is written. In any scope.
   *
   * @return false when it is known
   */
  @Transactional
  public boolean store(StripeEvent event) {
    var now = clock.instant();
    var id = ids.next();
    int inserted =
        sql.update(
            """
            INSERT INTO billing.payment_events (id, provider, provider_event_id, type,
              api_version, livemode, object_type, object_id, event_created_at, payload,
              received_at, next_attempt_at, created_at)
            VALUES (?, 'stripe', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            id,
            event.id(),
            event.type(),
            event.apiVersion(),
            event.livemode(),
            event.objectType(),
            event.objectId(),
            event.createdAt(),
            Json.param(event.payload()),
            now,
            now.plus(GRACE),
            now);
    if (inserted == 1) {
      outbox.send(process(id));
    }
    return inserted == 1;
  }

  private static Message process(UUID id) {
    return Message.command("billing-process-payment-event").data(new ProcessPaymentEvent(id));
  }

  /** Takes an event that is unfinished and nobody's, or whose worker has crashed. */
  Optional<Claimed> claim(UUID id) {
    var now = clock.instant();
    return transactions.inScope(
        Scope.operator(),
        () ->
            sql.first(
                """
                UPDATE billing.payment_events
                SET status = 'processing', claimed_at = ?, attempts = attempts + 1,
                    next_attempt_at = ?
                WHERE id = ? AND (status IN ('received', 'failed')
                  OR (status = 'processing' AND claimed_at <= ?))
                RETURNING id, attempts, payload, nextval('billing.provider_reads') AS seq
                """,
                row -> readClaimed(row, now),
                now,
                now.plus(config.events().claimTimeout()),
                id,
                now.minus(config.events().claimTimeout())));
  }

  private static Claimed readClaimed(Row row, Instant now) {
    return new Claimed(
        row.uuid("id"),
        row.intValue("attempts"),
        StripeEvent.of(row.json("payload")),
        new ProviderReads.Ticket(row.longValue("seq"), now));
  }

  /** In the transaction of the effect, so that both are or neither is. */
  void finish(Claimed claimed, EventEffect effect) {
    sql.update(
        """
        UPDATE billing.payment_events
        SET status = ?, outcome = ?, processed_at = ?, next_attempt_at = NULL, last_error = NULL,
            organization_id = ?, subscription_id = ?
        WHERE id = ?
        """,
        effect.outcome().status(),
        effect.outcome(),
        clock.instant(),
        effect.organizationId(),
        effect.subscriptionId(),
        claimed.id());
  }

  /** The attempt failed: when is the next, or is it over. In a transaction of its own. */
  void fail(Claimed claimed, RuntimeException failure) {
    transactions.run(Scope.operator(), () -> writeFailure(claimed, failure));
  }

  private void writeFailure(Claimed claimed, RuntimeException failure) {
    boolean dead = claimed.attempts() >= config.events().maxAttempts();
    var text = String.valueOf(failure);
    var next =
        clock
            .instant()
            .plus(RetryDelay.after(claimed.attempts(), claimed.id().getLeastSignificantBits()));
    sql.update(
        """
        UPDATE billing.payment_events SET status = ?, last_error = ?, next_attempt_at = ?
        WHERE id = ?
        """,
        dead ? EventStatus.DEAD : EventStatus.FAILED,
        text.substring(0, Math.min(LONGEST_ERROR, text.length())),
        dead ? null : next,
        claimed.id());
    if (dead) {
      outbox.send(
          Message.event("billing.payment_event.dead")
              .data(
                  Map.of(
                      "paymentEventId", claimed.id(),
                      "providerEventId", claimed.event().id(),
                      "type", claimed.event().type(),
                      "attempts", claimed.attempts())));
    }
  }

  /** Asks again for everything unfinished that is due, oldest first; in operator scope. */
  @Transactional
  public Swept retryDue() {
    var now = clock.instant();
    List<UUID> due =
        sql.list(
            """
            UPDATE billing.payment_events e SET next_attempt_at = ?
            FROM (SELECT id FROM billing.payment_events
                  WHERE status IN ('received', 'processing', 'failed') AND next_attempt_at <= ?
                  ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED) due
            WHERE e.id = due.id
            RETURNING e.id
            """,
            row -> row.uuid("id"),
            now.plus(config.events().claimTimeout()),
            now,
            SWEEP_LIMIT);
    due.forEach(id -> outbox.send(process(id)));
    return new Swept(due.size(), due.size() == SWEEP_LIMIT, nextDueAt());
  }

  private @Nullable Instant nextDueAt() {
    return sql.first(
            """
            SELECT next_attempt_at FROM billing.payment_events
            WHERE status IN ('received', 'processing', 'failed') AND next_attempt_at IS NOT NULL
            ORDER BY next_attempt_at LIMIT 1
            """,
            row -> row.instant("next_attempt_at"))
        .orElse(null);
  }
}
