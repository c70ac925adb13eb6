package dev.freehold.kernel.edge;

import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Fixed windows, counted and decided by one upsert: exact under any number of callers. */
@ApplicationScoped
public class Throttles {

  private final Sql sql;
  private final Transactions transactions;
  private final Clock clock;

  Throttles(Sql sql, Transactions transactions, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Counts one try, in a transaction of its own so that a refusal later does not give it back.
   *
   * @param subjectHash keyed hash of what is limited
   * @param limit tries a window, &gt; 0
   * @return empty when the try is within the limit, else how long to wait
   */
  public Optional<Duration> take(String kind, byte[] subjectHash, int limit, Duration window) {
    return transactions.requiresNew(() -> takeHere(kind, subjectHash, limit, window));
  }

  /** As {@link #take}, in the transaction under way: what is refused later was not counted. */
  public Optional<Duration> takeHere(String kind, byte[] subjectHash, int limit, Duration window) {
    Instant now = clock.instant();
    long length = window.toMillis();
    Instant start = Instant.ofEpochMilli(now.toEpochMilli() / length * length);
    boolean within =
        sql.update(
                """
                INSERT INTO core.throttles AS t
                  (kind, subject_hash, window_start, count, created_at)
                VALUES (?, ?, ?, 1, ?)
                ON CONFLICT (kind, subject_hash, window_start)
                DO UPDATE SET count = t.count + 1 WHERE t.count < ?
                """,
                kind,
                subjectHash,
                start,
                now,
                limit)
            == 1;
    return within ? Optional.empty() : Optional.of(Duration.between(now, start.plus(window)));
  }

  /** Deletes windows a day after they began; at most {@code limit} rows. */
  public int purge(int limit) {
    return sql.update(
        """
        DELETE FROM core.throttles WHERE (kind, subject_hash, window_start) IN (
          SELECT kind, subject_hash, window_start FROM core.throttles
          WHERE window_start < ? LIMIT ?)
        """,
        clock.instant().minus(Duration.ofDays(2)),
        limit);
  }
}
