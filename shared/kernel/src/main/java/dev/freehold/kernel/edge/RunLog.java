package dev.freehold.kernel.edge;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What schedules did, for operators; and a run by hand. */
@ApplicationScoped
public class RunLog {

  private final Sql sql;
  private final Runs runs;

  RunLog(Sql sql, Runs runs) {
    this.sql = sql;
    this.runs = runs;
  }

  /** Newest slot first; every filter may be null. */
  @Transactional
  public List<Run> list(
      @Nullable String operation,
      @Nullable String status,
      @Nullable Instant from,
      @Nullable Instant to,
      PageRequest page) {
    return sql.list(
        """
        SELECT * FROM core.runs
        WHERE (?::text IS NULL OR operation = ?)
          AND (?::text IS NULL OR status = ?)
          AND (?::timestamptz IS NULL OR scheduled_at >= ?)
          AND (?::timestamptz IS NULL OR scheduled_at < ?)
          AND (?::timestamptz IS NULL OR (scheduled_at, id) < (?, ?))
        ORDER BY scheduled_at DESC, id DESC LIMIT ?
        """,
        RunLog::run,
        operation,
        operation,
        status,
        status,
        from,
        from,
        to,
        to,
        page.afterInstant(0),
        page.afterInstant(0),
        page.afterId(1),
        page.limit() + 1);
  }

  /** A run by hand, and whether it is new. */
  public record Started(Run run, boolean isNew) {}

  /**
   * Takes the slot for an operator; the function itself goes on with it.
   *
   * @throws dev.freehold.kernel.Refusal {@code RUN_IN_PROGRESS} while another slot of the operation
   *     is being worked on
   */
  @Transactional
  public Started plan(String operation, Instant scheduledAt, @Nullable UUID operator) {
    Optional<Run> known = find(operation, scheduledAt);
    if (known.isPresent() && !known.get().status().equals("failed")) {
      return new Started(known.get(), false);
    }
    boolean isBusy =
        sql.first(
                """
                SELECT id FROM core.runs
                WHERE operation = ? AND status = 'running' AND lease_until > ?
                """,
                row -> row.uuid("id"),
                operation,
                runs.now())
            .isPresent();
    if (isBusy) {
      throw KernelRefusal.RUN_IN_PROGRESS.because("%s is running", operation);
    }
    runs.plan(operation, scheduledAt, operator);
    return new Started(find(operation, scheduledAt).orElseThrow(), true);
  }

  private Optional<Run> find(String operation, Instant scheduledAt) {
    return sql.first(
        "SELECT * FROM core.runs WHERE operation = ? AND scheduled_at = ?",
        RunLog::run,
        operation,
        scheduledAt);
  }

  private static Run run(Row row) {
    return new Run(
        row.uuid("id"),
        row.text("operation"),
        row.instant("scheduled_at"),
        row.text("status"),
        row.intValue("attempts"),
        row.instant("started_at"),
        row.instantOrNull("finished_at"),
        row.intOrNull("found"),
        row.boolOrNull("more"),
        row.textOrNull("error"),
        row.textOrNull("request_id"),
        row.uuidOrNull("started_by"));
  }
}
