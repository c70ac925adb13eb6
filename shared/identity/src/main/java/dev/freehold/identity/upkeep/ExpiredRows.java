package dev.freehold.identity.upkeep;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets go of what is past its end, in bounded steps, each a transaction of its own. None of it has
 * an effect any more: everybody who reads such a row looks at its end.
 */
@ApplicationScoped
public class ExpiredRows {

  private static final int STEP = 5_000;

  /** Of each kind in one run; more is left to the next. */
  private static final int STEPS = 20;

  private final Sql sql;
  private final Transactions transactions;
  private final Duration attemptsLast;
  private final Clock clock;

  ExpiredRows(Sql sql, Transactions transactions, IdentityConfig config, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.attemptsLast = config.lockout().resetAfter();
    this.clock = clock;
  }

  public Swept purge() {
    Instant now = clock.instant();
    return sum(
        delete("sessions", "id", "expires_at <= ?", now),
        delete("verifications", "id", "expires_at <= ?", now),
        delete("trusted_devices", "id", "expires_at <= ?", now),
        delete(
            "failed_attempts",
            "(kind, subject_hash)",
            "last_attempt_at <= ? AND coalesce(locked_until, last_attempt_at) <= ?",
            now.minus(attemptsLast),
            now));
  }

  private static Swept sum(Swept... kinds) {
    int found = 0;
    boolean more = false;
    for (Swept kind : kinds) {
      found += kind.found();
      more |= kind.more();
    }
    return new Swept(found, more, null);
  }

  private Swept delete(String table, String key, String condition, Instant... ends) {
    String columns = key.replace("(", "").replace(")", "");
    String statement =
        "DELETE FROM identity.%1$s WHERE %2$s IN (SELECT %3$s FROM identity.%1$s WHERE %4$s LIMIT %5$d)"
            .formatted(table, key, columns, condition, STEP);
    int found = 0;
    int deleted = STEP;
    for (int step = 0; step < STEPS && deleted == STEP; step++) {
      deleted = transactions.requiresNew(() -> sql.update(statement, (Object[]) ends));
      found += deleted;
    }
    return new Swept(found, deleted == STEP, null);
  }
}
