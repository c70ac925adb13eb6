package dev.freehold.provisioning.job;

import dev.freehold.provisioning.deadletter.DeadLetterRows;
import dev.freehold.provisioning.deadletter.DeadLetterRows.Trouble;
import dev.freehold.registry.onboarding.PlatformProvisioning;
import dev.freehold.registry.resource.CloudRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a job ends or turns round: J3, J4 and J6 to J9. Always under the lock of its row. */
@ApplicationScoped
public class JobEnds {

  private final JobRows jobs;
  private final StepRows steps;
  private final DeadLetterRows letters;
  private final Nudges nudges;
  private final JobNews news;
  private final JobPhases phases;
  private final PlatformProvisioning platforms;
  private final CloudRows cloudRows;
  private final Clock clock;

  JobEnds(
      JobRows jobs,
      StepRows steps,
      DeadLetterRows letters,
      Nudges nudges,
      JobNews news,
      JobPhases phases,
      PlatformProvisioning platforms,
      CloudRows cloudRows,
      Clock clock) {
    this.jobs = jobs;
    this.steps = steps;
    this.letters = letters;
    this.nudges = nudges;
    this.news = news;
    this.phases = phases;
    this.platforms = platforms;
    this.cloudRows = cloudRows;
    this.clock = clock;
  }

  /** J3: every step is recorded. */
  public void complete(Job job) {
    Instant now = clock.instant();
    jobs.setStatus(job.id(), JobStatus.COMPLETED, now, now);
    letters.supersede(job.platformId(), job.dedupKey(), now);
    news.ended(job, JobStatus.COMPLETED, null);
    nudges.oldestPending(job.platformId());
  }

  /**
   * J4: the job turns round. What was never begun is skipped; a step still held is left to its
   * holder, whose record then starts the rollback.
   */
  public void fail(
      LockedJob locked,
      Step failing,
      FailureKind kind,
      @Nullable String code,
      @Nullable String error) {
    Instant now = clock.instant();
    Job job = locked.job();
    String said = Objects.requireNonNullElse(code, kind.name());
    jobs.setFailure(job.id(), kind, said, error, now);
    steps.skipUnbegun(job.id(), now);
    if (failing.wasBegun()) {
      steps.fail(failing.id(), StepStatus.FAILED, said, error, now);
    }
    if (kind != FailureKind.CANCELLED) {
      openLetter(job, failing.id(), "forward", said, error, failing.attempt(), now);
    }
    phases.failed(job, failing, said);
    rollBack(locked, said);
  }

  /** The rollback takes its next step, or is over (J8). */
  public void rollBack(LockedJob locked, @Nullable String code) {
    Instant now = clock.instant();
    Job job = locked.job();
    List<Step> all = steps.of(job.id());
    if (all.stream().anyMatch(step -> step.isHeld(now))) {
      return;
    }
    RollbackRule.Next next = RollbackRule.next(all);
    steps.compensated(next.atOnce().stream().map(Step::id).toList(), now);
    if (next.next() != null) {
      steps.compensating(next.next().id(), now);
      nudges.send(job, next.next().id(), null);
      return;
    }
    String said = Objects.requireNonNullElse(code, Objects.requireNonNullElse(job.errorCode(), ""));
    jobs.setStatus(job.id(), JobStatus.ROLLED_BACK, now, now);
    cloudRows.forget(job.platformId(), job.id(), now);
    phases.compensated(job, all);
    platforms.fail(job.platformId(), job.id(), said);
    news.ended(job, JobStatus.ROLLED_BACK, said);
    nudges.oldestPending(job.platformId());
  }

  /** J9: a compensation has no attempt left; what is left at the provider needs an operator. */
  public void giveUp(LockedJob locked, Step step, String code, @Nullable String error) {
    Instant now = clock.instant();
    Job job = locked.job();
    JobStatus end =
        job.failureKind() == FailureKind.TIMED_OUT ? JobStatus.TIMED_OUT : JobStatus.FAILED;
    steps.fail(step.id(), StepStatus.COMPENSATION_FAILED, code, error, now);
    jobs.setStatus(job.id(), end, now, now);
    jobs.setRollbackError(job.id(), error);
    cloudRows.leaveFailed(job.id(), now);
    openLetter(job, step.id(), "rollback", code, error, step.compensationAttempt(), now);
    String said = Objects.requireNonNullElse(job.errorCode(), code);
    platforms.fail(job.platformId(), job.id(), said);
    news.ended(job, end, said);
    nudges.oldestPending(job.platformId());
  }

  /** J6: it never began. */
  public void cancelPending(Job job) {
    Instant now = clock.instant();
    steps.skipUnbegun(job.id(), now);
    jobs.setStatus(job.id(), JobStatus.CANCELLED, now, now);
    platforms.fail(job.platformId(), job.id(), "CANCELLED");
    news.ended(job, JobStatus.CANCELLED, "CANCELLED");
  }

  /** J7: it waited too long for its platform. */
  public void expirePending(Job job) {
    Instant now = clock.instant();
    steps.skipUnbegun(job.id(), now);
    jobs.setStatus(job.id(), JobStatus.TIMED_OUT, now, now);
    openLetter(job, null, "forward", "PENDING_TIMEOUT", null, 0, now);
    platforms.fail(job.platformId(), job.id(), "PENDING_TIMEOUT");
    news.ended(job, JobStatus.TIMED_OUT, "PENDING_TIMEOUT");
  }

  private void openLetter(
      Job job,
      @Nullable UUID stepId,
      String phase,
      String code,
      @Nullable String error,
      int attempts,
      Instant now) {
    letters
        .open(
            new Trouble(
                job.organizationId(),
                job.platformId(),
                job.id(),
                stepId,
                phase,
                code,
                error,
                attempts),
            now)
        .ifPresent(id -> news.deadLetterOpened(job, id, code));
  }
}
