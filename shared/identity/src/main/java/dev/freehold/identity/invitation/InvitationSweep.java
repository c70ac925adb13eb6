package dev.freehold.identity.invitation;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Ends invitations that are past their end and reminds of the others. Safe to repeat: what a run
 * has done no longer counts as due. Opens its own transactions, in operator scope.
 */
@ApplicationScoped
public class InvitationSweep {

  private static final int STEP = 200;

  /** Of each kind in one run; more is left to the next, hours later. */
  private static final int STEPS = 20;

  private final Sql sql;
  private final InvitationMails mails;
  private final Transactions transactions;
  private final IdentityConfig.Invitation config;
  private final Clock clock;

  InvitationSweep(
      Sql sql,
      InvitationMails mails,
      Transactions transactions,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.mails = mails;
    this.transactions = transactions;
    this.config = config.invitation();
    this.clock = clock;
  }

  public Swept sweep() {
    Instant now = clock.instant();
    Swept ended = inSteps(() -> end(now));
    Swept reminded = inSteps(() -> remind(now));
    return new Swept(ended.found() + reminded.found(), ended.more() || reminded.more(), null);
  }

  /** Each a transaction of its own. */
  private Swept inSteps(IntSupplier work) {
    int found = 0;
    int done = STEP;
    for (int step = 0; step < STEPS && done == STEP; step++) {
      done = transactions.requiresNew(work::getAsInt);
      found += done;
    }
    return new Swept(found, done == STEP, null);
  }

  private int end(Instant now) {
    return sql.update(
        """
        UPDATE identity.invitations
        SET status = 'expired', resolved_at = ?, updated_at = ?, version = version + 1
        WHERE id IN (
          SELECT id FROM identity.invitations WHERE status = 'pending' AND expires_at <= ?
          ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
        """,
        now,
        now,
        now,
        STEP);
  }

  private int remind(Instant now) {
    List<Details> due =
        sql.list(
            "SELECT * FROM identity.claim_reminders(?::interval, ?, ?, ?)",
            row -> Details.of(row, now),
            config.reminderAfter().toString(),
            config.reminderMax(),
            STEP,
            now);
    due.forEach(mails::remind);
    return due.size();
  }
}
