package dev.freehold.kernel.edge;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.mail.MailConfig;
import dev.freehold.kernel.outbox.OutboxConfig;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/** Lets go of what is past its retention, in bounded steps, each a transaction of its own. */
@ApplicationScoped
public class Purge {

  private static final int STEP = 5_000;

  /** Of each kind in one run; more is left to the next. */
  private static final int STEPS = 20;

  /** Runs of schedules that fire more often than hourly leave a row a minute. */
  private static final Duration FREQUENT_RUNS = Duration.ofDays(2);

  private final Sql sql;
  private final Transactions transactions;
  private final IdempotencyKeys keys;
  private final Throttles throttles;
  private final OutboxConfig outbox;
  private final RunsConfig runs;
  private final MailConfig mail;
  private final Clock clock;

  Purge(
      Sql sql,
      Transactions transactions,
      IdempotencyKeys keys,
      Throttles throttles,
      OutboxConfig outbox,
      RunsConfig runs,
      MailConfig mail,
      Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.keys = keys;
    this.throttles = throttles;
    this.outbox = outbox;
    this.runs = runs;
    this.mail = mail;
    this.clock = clock;
  }

  /**
   * @param frequent operations that fire more often than hourly
   */
  public Swept purge(List<String> frequent) {
    Instant now = clock.instant();
    int found = 0;
    boolean more = false;
    List<IntSupplier> kinds =
        List.of(
            () -> keys.purge(STEP),
            () -> throttles.purge(STEP),
            () -> delete("core.outbox", "sent_at < ?", now.minus(outbox.retention())),
            () -> delete("core.runs", "scheduled_at < ?", now.minus(runs.retention())),
            () -> frequentRuns(frequent, now.minus(FREQUENT_RUNS)),
            () -> delete("core.mail_events", "created_at < ?", now.minus(mail.retention())),
            () -> delete("core.mail_messages", "created_at < ?", now.minus(mail.retention())),
            () -> emptyMail(now.minus(mail.bodyRetention())));
    for (IntSupplier kind : kinds) {
      int step = 0;
      int deleted;
      do {
        deleted = transactions.requiresNew(kind::getAsInt);
        found += deleted;
        step++;
      } while (deleted == STEP && step < STEPS);
      more |= deleted == STEP;
    }
    return new Swept(found, more, null);
  }

  private int delete(String table, String condition, Instant before) {
    return sql.update(
        "DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s WHERE %2$s LIMIT %3$d)"
            .formatted(table, condition, STEP),
        before);
  }

  private int frequentRuns(List<String> operations, Instant before) {
    return sql.update(
        """
        DELETE FROM core.runs WHERE id IN (
          SELECT id FROM core.runs
          WHERE operation = ANY (?) AND scheduled_at < ? AND status = 'completed' LIMIT ?)
        """,
        operations,
        before,
        STEP);
  }

  /** The row stays as a record; address and parameters go. */
  private int emptyMail(Instant before) {
    return sql.update(
        """
        UPDATE core.mail_messages
        SET to_email = CASE WHEN to_email IS NULL THEN NULL ELSE '' END, params = '{}',
            secret_params_encrypted = NULL
        WHERE id IN (
          SELECT id FROM core.mail_messages
          WHERE created_at < ? AND params <> '{}' AND status NOT IN ('queued', 'sending') LIMIT ?)
        """,
        before,
        STEP);
  }
}
