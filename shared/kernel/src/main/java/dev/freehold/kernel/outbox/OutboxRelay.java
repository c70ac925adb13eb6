package dev.freehold.kernel.outbox;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.CommittedMessage;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.edge.CrashPoints;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.Metrics;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands committed messages to their queues: at once after the commit, and later what was missed.
 */
@ApplicationScoped
public class OutboxRelay {

  /** Leaves ten seconds of a schedule's minute. */
  private static final Duration RUN_FOR = Duration.ofSeconds(50);

  private static final String COLUMNS =
      """
      o.id, o.kind, o.type, o.organization_id, o.platform_id, o.request_id, o.traceparent,
      o.payload, o.available_at, o.created_at
      """;

  private final Sql sql;
  private final Transactions transactions;
  private final QueueTransport transport;
  private final EventRoutes routes;
  private final Outbox outbox;
  private final OutboxConfig config;
  private final Clock clock;
  private final CrashPoints crashPoints;
  private final Metrics metrics;

  OutboxRelay(
      Sql sql,
      Transactions transactions,
      QueueTransport transport,
      EventRoutes routes,
      Outbox outbox,
      OutboxConfig config,
      Clock clock,
      CrashPoints crashPoints,
      Metrics metrics) {
    this.sql = sql;
    this.transactions = transactions;
    this.transport = transport;
    this.routes = routes;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
    this.crashPoints = crashPoints;
    this.metrics = metrics;
  }

  /**
   * Sends what the call committed. What cannot be sent now stays for the relay, so this throws
   * nothing a caller must act on.
   */
  public void sendCommitted(Call call) {
    List<CommittedMessage> own = List.copyOf(call.state().committedMessages());
    call.state().committedMessages().clear();
    if (!own.isEmpty()) {
      call.run(() -> deliver(own));
    }
  }

  /** One run of the relay: until nothing is due, or the time is over. */
  public Swept relay() {
    Instant began = clock.instant();
    long until = System.nanoTime() + RUN_FOR.toNanos();
    int found = 0;
    while (true) {
      List<CommittedMessage> due = transactions.requiresNew(() -> claim(began));
      found += due.size();
      deliver(due);
      if (due.size() < config.batch()) {
        reportStuck();
        return new Swept(found, false, unsent().nextDueAt());
      }
      if (System.nanoTime() > until) {
        unsent();
        return new Swept(found, true, began);
      }
    }
  }

  private List<CommittedMessage> claim(Instant now) {
    // The claim is the next attempt's time: a relay that dies here leaves the rows to the next one.
    return sql.list(
        """
        UPDATE core.outbox o
        SET attempts = o.attempts + 1,
            next_attempt_at = ?::timestamptz
                + least(interval '5 minutes', interval '10 seconds' * (2 ^ least(o.attempts, 10)))
        WHERE o.id IN (
          SELECT id FROM core.outbox
          WHERE sent_at IS NULL AND next_attempt_at <= ?
          ORDER BY next_attempt_at, id LIMIT ?
          FOR UPDATE SKIP LOCKED)
        RETURNING
        """
            + COLUMNS,
        OutboxRelay::due,
        now,
        now,
        config.batch());
  }

  private static CommittedMessage due(Row row) {
    return new CommittedMessage(
        row.uuid("id"),
        row.text("kind").equals("command"),
        row.text("type"),
        row.instant("available_at"),
        Json.write(
            new Envelope(
                row.uuid("id"),
                row.text("type"),
                row.instant("created_at"),
                row.uuidOrNull("organization_id"),
                row.uuidOrNull("platform_id"),
                row.textOrNull("request_id"),
                row.textOrNull("traceparent"),
                row.json("payload"))));
  }

  private void deliver(List<CommittedMessage> messages) {
    Instant now = clock.instant();
    Map<String, List<QueueTransport.Outgoing>> byQueue = new LinkedHashMap<>();
    Map<UUID, Integer> wanted = new LinkedHashMap<>();
    for (CommittedMessage message : messages) {
      long delay = Math.max(0, Duration.between(now, message.availableAt()).toSeconds());
      if (delay > Outbox.MAX_DELAY.toSeconds()) {
        continue;
      }
      List<String> queues =
          message.isCommand() ? List.of(message.type()) : routes.queuesOf(message.type());
      wanted.put(message.id(), queues.size());
      var outgoing =
          new QueueTransport.Outgoing(message.id(), message.body(), Math.toIntExact(delay));
      queues.forEach(q -> byQueue.computeIfAbsent(q, name -> new ArrayList<>()).add(outgoing));
    }
    Map<UUID, Integer> taken = new LinkedHashMap<>();
    byQueue.forEach(
        (queue, outgoing) ->
            transport.send(queue, outgoing).forEach(id -> taken.merge(id, 1, Integer::sum)));
    if (!taken.isEmpty()) {
      crashPoints.reached(Call.current().operation(), CrashPoints.Point.AFTER_SEND);
    }
    Set<UUID> sent = new HashSet<>();
    wanted.forEach(
        (id, queues) -> {
          if (taken.getOrDefault(id, 0).equals(queues)) {
            sent.add(id);
          }
        });
    markSent(sent, now);
  }

  private void markSent(Collection<UUID> ids, Instant now) {
    if (!ids.isEmpty()) {
      sql.list("SELECT 1 AS marked FROM core.mark_sent(?, ?)", row -> true, ids, now);
    }
  }

  /** Tells operators once of each message that no queue took for long. */
  private void reportStuck() {
    Instant now = clock.instant();
    transactions.requiresNew(
        () -> {
          List<CommittedMessage> stuck =
              sql.list(
                  """
                  UPDATE core.outbox o SET reported_at = ?
                  WHERE o.id IN (
                    SELECT id FROM core.outbox
                    WHERE sent_at IS NULL AND reported_at IS NULL AND available_at < ?
                    LIMIT 100 FOR UPDATE SKIP LOCKED)
                  RETURNING
                  """
                      + COLUMNS,
                  OutboxRelay::due,
                  now,
                  now.minus(config.stuckAfter()));
          for (CommittedMessage message : stuck) {
            outbox.send(
                Message.event("core.message.stuck")
                    .data(Map.of("messageId", message.id(), "type", message.type())));
          }
          return stuck.size();
        });
  }

  /** What is left: when the next try is due, and when the oldest that may go should have gone. */
  private record Unsent(@Nullable Instant nextDueAt, @Nullable Instant dueSince) {}

  private Unsent unsent() {
    Instant now = clock.instant();
    Unsent left =
        transactions.requiresNew(
            () ->
                sql.one(
                    """
                    SELECT min(next_attempt_at) AS next_due_at,
                           min(available_at) FILTER (WHERE available_at <= ?) AS due_since
                    FROM core.outbox WHERE sent_at IS NULL
                    """,
                    row ->
                        new Unsent(
                            row.instantOrNull("next_due_at"), row.instantOrNull("due_since")),
                    now));
    metrics.gauge(
        Metric.OUTBOX_OLDEST,
        left.dueSince() == null ? 0 : Duration.between(left.dueSince(), now).toSeconds());
    return left;
  }
}
