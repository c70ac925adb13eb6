package dev.freehold.metering.collection;

import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.MeteringConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row per platform and day to collect: planned, done, failed and tried again, or given up. */
@ApplicationScoped
class Tasks {

  /** A collection under way is left alone so long: the reading of a large account takes minutes. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final int ERROR_LENGTH = 2000;

  private final Sql sql;
  private final Clock clock;
  private final MeteringConfig config;

  Tasks(Sql sql, Clock clock, MeteringConfig config) {
    this.sql = sql;
    this.clock = clock;
    this.config = config;
  }

  /**
   * A day of one platform.
   *
   * @param accountId where it stands; null = it has no account (yet)
   */
  record Task(LocalDate date, UUID platformId, @Nullable UUID accountId) {
    private static Task of(Row row) {
      return new Task(
          row.date("snapshot_date"), row.uuid("platform_id"), row.uuidOrNull("account_id"));
    }
  }

  /** A task that failed. */
  record Failed(UUID platformId, boolean dead) {
    private static Failed of(Row row) {
      return new Failed(row.uuid("platform_id"), row.text("status").equals("dead"));
    }
  }

  /** How a day stands. */
  record Progress(int done, int failed) {}

  /** Days in {@code [from, to]} on which platforms lived and of which nothing was ever planned. */
  List<LocalDate> missedDays(LocalDate from, LocalDate to) {
    return sql.list(
        """
        SELECT d::date AS day FROM generate_series(?::date, ?::date, interval '1 day') AS d
         WHERE NOT EXISTS (SELECT FROM metering.collection_tasks t WHERE t.snapshot_date = d::date)
           AND EXISTS (SELECT FROM registry.platforms p
                        WHERE (p.created_at AT TIME ZONE 'UTC')::date <= d::date
                          AND (p.deleted_at IS NULL
                               OR (p.deleted_at AT TIME ZONE 'UTC')::date >= d::date))
         ORDER BY day
        """,
        row -> row.date("day"),
        from,
        to);
  }

  /**
   * A task for each platform that lived on the day, created and deleted on it included. What is
   * done is opened again; what failed, waits or is dead stays as it is.
   *
   * @return the tasks made or opened
   */
  List<Task> plan(LocalDate day) {
    Instant now = clock.instant();
    return sql.list(
        """
        WITH made AS (
          INSERT INTO metering.collection_tasks AS t
            (snapshot_date, platform_id, status, attempts, next_attempt_at, created_at, updated_at)
          SELECT ?, p.id, 'pending', 0, ?, ?, ? FROM registry.platforms p
           WHERE (p.created_at AT TIME ZONE 'UTC')::date <= ?
             AND (p.deleted_at IS NULL OR (p.deleted_at AT TIME ZONE 'UTC')::date >= ?)
           ORDER BY p.id
          ON CONFLICT (snapshot_date, platform_id) DO UPDATE
            SET status = 'pending', attempts = 0, next_attempt_at = excluded.next_attempt_at,
                updated_at = excluded.updated_at
            WHERE t.status = 'done'
          RETURNING snapshot_date, platform_id
        )
        SELECT m.snapshot_date, m.platform_id, p.cloud_account_id AS account_id
          FROM made m JOIN registry.platforms p ON p.id = m.platform_id
         ORDER BY m.platform_id
        """,
        Task::of,
        day,
        now.plus(PATIENCE),
        now,
        now,
        day,
        day);
  }

  /** Due tasks, oldest first; they are not due again while this attempt may be under way. */
  List<Task> claimDue(int limit) {
    Instant now = clock.instant();
    return sql.list(
        """
        WITH due AS (
          SELECT snapshot_date, platform_id FROM metering.collection_tasks
           WHERE status IN ('pending', 'failed') AND next_attempt_at <= ?
           ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED
        ), claimed AS (
          UPDATE metering.collection_tasks t SET next_attempt_at = ?, updated_at = ? FROM due
           WHERE t.snapshot_date = due.snapshot_date AND t.platform_id = due.platform_id
          RETURNING t.snapshot_date, t.platform_id
        )
        SELECT c.snapshot_date, c.platform_id, p.cloud_account_id AS account_id
          FROM claimed c JOIN registry.platforms p ON p.id = c.platform_id
         ORDER BY c.snapshot_date, c.platform_id
        """,
        Task::of,
        now,
        limit,
        now.plus(PATIENCE),
        now);
  }

  Optional<Instant> nextDueAt() {
    return sql.one(
        """
        SELECT min(next_attempt_at) AS next FROM metering.collection_tasks
         WHERE status IN ('pending', 'failed')
        """,
        row -> Optional.ofNullable(row.instantOrNull("next")));
  }

  /** Platforms of the account that wait for that day, in the order of their ids. */
  List<UUID> open(UUID accountId, LocalDate date) {
    return sql.list(
        """
        SELECT t.platform_id FROM metering.collection_tasks t
          JOIN registry.platforms p ON p.id = t.platform_id
         WHERE t.snapshot_date = ? AND t.status IN ('pending', 'failed') AND p.cloud_account_id = ?
         ORDER BY t.platform_id
        """,
        row -> row.uuid("platform_id"),
        date,
        accountId);
  }

  /** Everything that waits for that account's day has failed once more. */
  List<Failed> failAccount(
      UUID accountId, LocalDate date, String error, @Nullable Duration atLeast) {
    return fail("p.cloud_account_id = ?", accountId, date, error, accountId.hashCode(), atLeast);
  }

  List<Failed> failPlatform(UUID platformId, LocalDate date, String error) {
    return fail("p.id = ?", platformId, date, error, platformId.hashCode(), null);
  }

  private List<Failed> fail(
      String whose, UUID id, LocalDate date, String error, int seed, @Nullable Duration atLeast) {
    Instant now = clock.instant();
    int most = config.collect().maxAttempts();
    return sql.list(
        """
        UPDATE metering.collection_tasks t
           SET attempts = t.attempts + 1, last_error = ?, updated_at = ?,
               status = CASE WHEN t.attempts + 1 >= ? THEN 'dead' ELSE 'failed' END,
               next_attempt_at = ?::timestamptz + interval '1 second'
                 * greatest((?::text[])[least(t.attempts + 1, ?)]::bigint, ?)
          FROM registry.platforms p
         WHERE p.id = t.platform_id AND t.snapshot_date = ? AND t.status IN ('pending', 'failed')
           AND\s"""
            + whose
            + " RETURNING t.platform_id, t.status",
        Failed::of,
        error.length() > ERROR_LENGTH ? error.substring(0, ERROR_LENGTH) : error,
        now,
        most,
        now,
        Backoff.seconds(most, Math.floorMod(seed, 201) - 100),
        most,
        atLeast == null ? 0L : atLeast.toSeconds(),
        date,
        id);
  }

  /** Empty while something of the day is still pending. */
  Optional<Progress> ended(LocalDate date) {
    boolean pending =
        sql.first(
                """
                SELECT 1 FROM metering.collection_tasks
                 WHERE snapshot_date = ? AND status = 'pending' LIMIT 1
                """,
                row -> 1,
                date)
            .isPresent();
    if (pending) {
      return Optional.empty();
    }
    return sql.first(
        """
        SELECT count(*) FILTER (WHERE status = 'done')::int AS done,
               count(*) FILTER (WHERE status IN ('failed', 'dead'))::int AS failed
          FROM metering.collection_tasks WHERE snapshot_date = ?
        """,
        row -> new Progress(row.intValue("done"), row.intValue("failed")),
        date);
  }

  /** Makes the partitions of the months that are missing. */
  void makePartitions(LocalDate month) {
    sql.one("SELECT metering.make_month_partitions(?) AS made", row -> row.intValue("made"), month);
  }
}
