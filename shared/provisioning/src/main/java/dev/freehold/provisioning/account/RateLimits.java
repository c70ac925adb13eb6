package dev.freehold.provisioning.account;

import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Token buckets that keep us below the limits of outside services, whatever runs at once. */
@ApplicationScoped
public class RateLimits {

  private final Sql sql;
  private final Clock clock;

  RateLimits(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * A bucket and what it may hold.
   *
   * @param refillPerSecond calls a second in the long run
   * @param burst calls at once
   */
  public record Bucket(String key, BigDecimal refillPerSecond, int burst) {}

  /**
   * Takes the calls, or none of them. A bucket that is new is full.
   *
   * @return when to try again; empty = taken
   */
  public Optional<Instant> take(Bucket bucket, int calls) {
    Instant now = clock.instant();
    int wanted = Math.min(calls, bucket.burst());
    int taken =
        sql.update(
            """
            INSERT INTO provisioning.rate_limits AS l
                (key, refill_per_second, burst, tokens, refilled_at)
            VALUES (?, ?, ?, ? - ?, ?)
            ON CONFLICT (key) DO UPDATE
               SET refill_per_second = excluded.refill_per_second, burst = excluded.burst,
                   tokens = least(excluded.burst, l.tokens + greatest(0,
                       extract(epoch FROM excluded.refilled_at - l.refilled_at))
                         * excluded.refill_per_second) - ?,
                   refilled_at = greatest(l.refilled_at, excluded.refilled_at)
             WHERE (l.blocked_until IS NULL OR l.blocked_until <= excluded.refilled_at)
               AND least(excluded.burst, l.tokens + greatest(0,
                       extract(epoch FROM excluded.refilled_at - l.refilled_at))
                         * excluded.refill_per_second) >= ?
            """,
            bucket.key(),
            bucket.refillPerSecond(),
            bucket.burst(),
            bucket.burst(),
            wanted,
            now,
            wanted,
            wanted);
    return taken == 1 ? Optional.empty() : Optional.of(whenAvailable(bucket, wanted, now));
  }

  private Instant whenAvailable(Bucket bucket, int wanted, Instant now) {
    return sql.one(
        """
        SELECT greatest(coalesce(blocked_until, ?),
                 refilled_at + make_interval(secs =>
                   greatest(0, (? - tokens) / refill_per_second)::double precision)) AS at
          FROM provisioning.rate_limits WHERE key = ?
        """,
        row -> later(row.instant("at"), now),
        now,
        wanted,
        bucket.key());
  }

  /** Whole milliseconds, and never the past: a wait of nothing would be a loop. */
  private static Instant later(Instant at, Instant now) {
    Instant soonest = now.plusMillis(100);
    return at.isBefore(soonest) ? soonest : Instant.ofEpochMilli(at.toEpochMilli() + 1);
  }

  /** The provider said stop: nobody calls until then. */
  public Instant block(Bucket bucket, Duration length, String reason) {
    Instant until = clock.instant().plus(length);
    sql.update(
        """
        INSERT INTO provisioning.rate_limits AS l
            (key, refill_per_second, burst, tokens, refilled_at, blocked_until, blocked_reason)
        VALUES (?, ?, ?, 0, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE
           SET blocked_until = greatest(l.blocked_until, excluded.blocked_until),
               blocked_reason = excluded.blocked_reason
        """,
        bucket.key(),
        bucket.refillPerSecond(),
        bucket.burst(),
        clock.instant(),
        until,
        reason);
    return until;
  }
}
