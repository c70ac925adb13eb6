package dev.freehold.provisioning.replay;

import dev.freehold.alerts.Alerts;
import dev.freehold.kernel.Transactions;
import dev.freehold.provisioning.deadletter.DeadLetter;
import dev.freehold.provisioning.deadletter.DeadLetterRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Tells operators of a dead letter, once, however often the message comes. */
@ApplicationScoped
public class DeadLetterAlerts {

  private final DeadLetterRows letters;
  private final Alerts operators;
  private final Transactions transactions;
  private final Clock clock;

  DeadLetterAlerts(
      DeadLetterRows letters, Alerts operators, Transactions transactions, Clock clock) {
    this.letters = letters;
    this.operators = operators;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Throws when operators could not be told; the message then comes again, and the sweep sends it
   * anew.
   */
  public void alert(UUID letterId) {
    Optional<DeadLetter> untold =
        transactions.requiresNew(
            () -> letters.find(letterId).filter(DeadLetter::isOpen).filter(l -> !isTold(l)));
    if (untold.isEmpty()) {
      return;
    }
    try {
      operators.tell("provisioning.dead_letter.opened", text(untold.get()));
    } catch (RuntimeException e) {
      transactions.requiresNew(() -> counted(letterId));
      throw e;
    }
    transactions.requiresNew(() -> told(letterId));
  }

  /** The account's token is refused; told once, by whoever found out. */
  public void accountBroken(UUID accountId) {
    operators.tell(
        "provisioning.cloud_account.broken",
        "cloud account %s is broken: its token is refused".formatted(accountId));
  }

  private static boolean isTold(DeadLetter letter) {
    return letter.alertedAt() != null;
  }

  private boolean told(UUID letterId) {
    letters.told(letterId, clock.instant());
    return true;
  }

  private boolean counted(UUID letterId) {
    letters.notTold(letterId, clock.instant());
    return true;
  }

  private static String text(DeadLetter letter) {
    return "dead letter %s: job %s (%s) %s in phase %s after %d attempts"
        .formatted(
            letter.id(),
            letter.jobId(),
            letter.jobType(),
            letter.code(),
            letter.phase(),
            letter.attempts());
  }
}
