package dev.freehold.provisioning.step;

import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.provisioning.deadletter.DeadLetterRows;
import dev.freehold.provisioning.deadletter.DeadLetterRows.Trouble;
import dev.freehold.provisioning.job.Job;
import dev.freehold.provisioning.job.JobNews;
import dev.freehold.provisioning.job.JobRows;
import dev.freehold.provisioning.job.LockedJob;
import dev.freehold.provisioning.job.Nudges;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepRows;
import dev.freehold.provisioning.job.StepStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A nudge that five functions could not work on. The job is not changed: it is nudged once more if
 * it is due, and an operator is called when the same step comes a third time.
 */
@ApplicationScoped
public class DeadNudges {

  private static final int CALL_AT = 3;

  private final Sql sql;
  private final JobRows jobs;
  private final StepRows steps;
  private final DeadLetterRows letters;
  private final JobNews news;
  private final Nudges nudges;
  private final Transactions transactions;
  private final Clock clock;

  DeadNudges(
      Sql sql,
      JobRows jobs,
      StepRows steps,
      DeadLetterRows letters,
      JobNews news,
      Nudges nudges,
      Transactions transactions,
      Clock clock) {
    this.sql = sql;
    this.jobs = jobs;
    this.steps = steps;
    this.letters = letters;
    this.news = news;
    this.nudges = nudges;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @param stepId null = the step whose turn it is
   */
  public void receive(UUID jobId, @Nullable UUID stepId) {
    transactions.required(
        () -> {
          jobs.lock(jobId).ifPresent(locked -> received(locked, stepId));
          return true;
        });
  }

  private void received(LockedJob locked, @Nullable UUID stepId) {
    Job job = locked.job();
    if (!job.status().isLive()) {
      return;
    }
    Instant now = clock.instant();
    List<Step> all = steps.of(job.id());
    Optional<Step> step =
        all.stream()
            .filter(one -> stepId == null ? isOpen(one) : one.id().equals(stepId))
            .min(Comparator.comparingInt(Step::ordinal));
    if (step.isEmpty()) {
      return;
    }
    int times =
        sql.one(
            """
            UPDATE provisioning.steps SET dead_messages = dead_messages + 1, updated_at = ?
             WHERE id = ? RETURNING dead_messages
            """,
            row -> row.intValue("dead_messages"),
            now,
            step.get().id());
    if (!(Turn.of(job, all, now, true) instanceof Turn.Nothing)) {
      nudges.send(job.organizationId(), job.platformId(), job.id(), step.get().id(), null);
    }
    if (times == CALL_AT) {
      open(job, step.get(), times, now);
    }
  }

  private void open(Job job, Step step, int times, Instant now) {
    var trouble =
        new Trouble(
            job.organizationId(),
            job.platformId(),
            job.id(),
            step.id(),
            "queue",
            "MESSAGE_DEAD",
            "nudges of step %d came back dead %d times".formatted(step.ordinal(), times),
            step.attempt());
    letters.open(trouble, now).ifPresent(id -> news.deadLetterOpened(job, id, trouble.code()));
  }

  private static boolean isOpen(Step step) {
    return step.status().isUnfinished() || step.status() == StepStatus.COMPENSATING;
  }
}
