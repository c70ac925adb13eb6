package dev.freehold.kernel.edge;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.Metrics;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row per run of one schedule: the same slot is worked once, and again after a dead lease. */
@ApplicationScoped
public class Runs {

  private final Sql sql;
  private final Transactions transactions;
  private final RunsConfig config;
  private final Clock clock;
  private final Ids ids;
  private final Metrics metrics;

  Runs(
      Sql sql,
      Transactions transactions,
      RunsConfig config,
      Clock clock,
      Ids ids,
      Metrics metrics) {
    this.sql = sql;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
    this.ids = ids;
    this.metrics = metrics;
  }

  /**
   * Takes the slot: new, failed, or left by a run whose lease is over. In operator scope.
   *
   * @return the run's id; empty when the slot is completed or another run works on it
   */
  public Optional<UUID> claim(String operation, Instant scheduledAt, @Nullable UUID startedBy) {
    Instant now = clock.instant();
    Optional<UUID> claimed =
        transactions.requiresNew(() -> insert(operation, scheduledAt, startedBy, now));
    claimed.ifPresent(Call.current().state()::runId);
    return claimed;
  }

  private Optional<UUID> insert(
      String operation, Instant scheduledAt, @Nullable UUID startedBy, Instant now) {
    return sql.first(
        """
                INSERT INTO core.runs AS r
                  (id, operation, scheduled_at, status, attempts, started_at, lease_until,
                   request_id, started_by, created_at)
                VALUES (?, ?, ?, 'running', 1, ?, ?, ?, ?, ?)
                ON CONFLICT (operation, scheduled_at) DO UPDATE
                SET status = 'running', attempts = r.attempts + 1,
                    started_at = excluded.started_at, lease_until = excluded.lease_until,
                    finished_at = NULL, error = NULL, request_id = excluded.request_id
                WHERE r.status = 'failed'
                   OR (r.status = 'running' AND r.lease_until <= excluded.started_at)
                RETURNING r.id
                """,
        row -> row.uuid("id"),
        ids.next(),
        operation,
        scheduledAt,
        now,
        now.plus(config.lease()),
        Call.current().requestId(),
        startedBy,
        now);
  }

  Instant now() {
    return clock.instant();
  }

  /** A slot asked for by hand: its row with a lease that is over, so that the function takes it. */
  void plan(String operation, Instant scheduledAt, @Nullable UUID startedBy) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO core.runs
          (id, operation, scheduled_at, status, attempts, started_at, lease_until, request_id,
           started_by, created_at)
        VALUES (?, ?, ?, 'running', 1, ?, ?, ?, ?, ?)
        ON CONFLICT (operation, scheduled_at) DO UPDATE
        SET status = 'running', lease_until = excluded.lease_until, error = NULL
        """,
        ids.next(),
        operation,
        scheduledAt,
        now,
        now,
        Call.current().requestId(),
        startedBy,
        now);
  }

  /** When the first schedule of this installation ran. */
  public Optional<Instant> firstAt() {
    return transactions.requiresNew(
        () ->
            sql.one(
                "SELECT min(created_at) AS first FROM core.runs",
                row -> Optional.ofNullable(row.instantOrNull("first"))));
  }

  /** Has the slot, or a later one, been worked to its end. */
  public boolean isCompleted(String operation, Instant scheduledAt) {
    return transactions.requiresNew(
        () ->
            sql.first(
                    """
                    SELECT id FROM core.runs
                    WHERE operation = ? AND scheduled_at >= ? AND status = 'completed' LIMIT 1
                    """,
                    row -> row.uuid("id"),
                    operation,
                    scheduledAt)
                .isPresent());
  }

  public void complete(UUID runId, Swept swept) {
    String operation = finish(runId, "completed", swept, null);
    metrics.gauge(Metric.RUNS_MORE, swept.more() ? leftWork(operation) : 0);
  }

  /** The error is kept for operators: first line, at most 500 characters. */
  public void fail(UUID runId, Throwable error) {
    String text = String.valueOf(error).lines().findFirst().orElse("");
    // First: it has failed whether or not the database can be told.
    metrics.count(Metric.RUNS_FAILED, 1);
    finish(runId, "failed", null, text.substring(0, Math.min(text.length(), 500)));
  }

  /** Of the newest runs, how many in succession left work; ten say as much as a thousand. */
  private int leftWork(String operation) {
    return transactions.requiresNew(
        () ->
            (int)
                sql
                    .list(
                        """
                        SELECT more FROM core.runs WHERE operation = ? AND status = 'completed'
                        ORDER BY scheduled_at DESC LIMIT 10
                        """,
                        row -> row.bool("more"),
                        operation)
                    .stream()
                    .takeWhile(more -> more)
                    .count());
  }

  private String finish(UUID id, String status, @Nullable Swept swept, @Nullable String error) {
    return transactions.requiresNew(
        () ->
            sql.one(
                """
                UPDATE core.runs
                SET status = ?, finished_at = ?, found = ?, more = ?, error = ?
                WHERE id = ?
                RETURNING operation
                """,
                row -> row.text("operation"),
                status,
                clock.instant(),
                swept == null ? null : swept.found(),
                swept == null ? null : swept.more(),
                error,
                id));
  }
}
