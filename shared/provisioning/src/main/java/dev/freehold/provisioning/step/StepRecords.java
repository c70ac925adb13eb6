package dev.freehold.provisioning.step;

import dev.freehold.kernel.Transactions;
import dev.freehold.provisioning.account.Buckets;
import dev.freehold.provisioning.account.RateLimits;
import dev.freehold.provisioning.job.FailureKind;
import dev.freehold.provisioning.job.Job;
import dev.freehold.provisioning.job.JobEnds;
import dev.freehold.provisioning.job.JobPhases;
import dev.freehold.provisioning.job.JobRows;
import dev.freehold.provisioning.job.JobStatus;
import dev.freehold.provisioning.job.LockedJob;
import dev.freehold.provisioning.job.Nudges;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.job.StepRows;
import dev.freehold.provisioning.job.StepStatus;
import dev.freehold.provisioning.step.StepResult.Service;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how an attempt ended, with the registry's rows and the next nudge, in one
 * transaction. A result whose lease was taken over is dropped.
 */
@ApplicationScoped
class StepRecords {

  private final JobRows jobs;
  private final StepRows rows;
  private final JobEnds ends;
  private final JobPhases phases;
  private final Nudges nudges;
  private final StepActions actions;
  private final Postponing postponing;
  private final RateLimits limits;
  private final Buckets buckets;
  private final Transactions transactions;
  private final Clock clock;

  StepRecords(
      JobRows jobs,
      StepRows rows,
      JobEnds ends,
      JobPhases phases,
      Nudges nudges,
      StepActions actions,
      Postponing postponing,
      RateLimits limits,
      Buckets buckets,
      Transactions transactions,
      Clock clock) {
    this.jobs = jobs;
    this.rows = rows;
    this.ends = ends;
    this.phases = phases;
    this.nudges = nudges;
    this.actions = actions;
    this.postponing = postponing;
    this.limits = limits;
    this.buckets = buckets;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @return false when the lease was lost and nothing was written
   */
  boolean record(Claim claim, StepResult result) {
    return transactions.requiresNew(() -> recorded(claim, result));
  }

  private boolean recorded(Claim claim, StepResult result) {
    Optional<LockedJob> locked = jobs.lock(claim.work().job().id());
    if (locked.isEmpty()) {
      return false;
    }
    List<Step> steps = rows.of(locked.get().job().id());
    Optional<Step> step = held(claim, steps);
    step.ifPresent(
        held -> {
          if (claim.undo()) {
            undone(locked.get(), claim, held, result);
          } else {
            acted(locked.get(), claim, steps, held, result);
          }
        });
    return step.isPresent();
  }

  private static Optional<Step> held(Claim claim, List<Step> steps) {
    StepStatus status = claim.undo() ? StepStatus.COMPENSATING : StepStatus.RUNNING;
    return steps.stream()
        .filter(step -> step.id().equals(claim.work().step().id()))
        .filter(step -> step.status() == status && step.leaseExpiresAt() != null)
        .filter(step -> step.leaseToken() != null && step.leaseToken() == claim.token())
        .findFirst();
  }

  private void acted(
      LockedJob locked, Claim claim, List<Step> steps, Step step, StepResult result) {
    if (locked.job().status() == JobStatus.ROLLING_BACK) {
      turnedRound(locked, claim, step, result);
      return;
    }
    switch (result) {
      case StepResult.Done(StepOutput output) -> succeeded(locked, claim, steps, step, output);
      case StepResult.Waiting(var again, var giveUp) -> {
        actions.of(step.kind()).recordWaiting(claim.work());
        postponing.waiting(locked, step, again, giveUp);
      }
      case StepResult.Retry(String code, String error) ->
          postponing.retry(locked, step, code, error);
      case StepResult.Failed(String code, String error) -> {
        actions.of(step.kind()).recordFailed(claim.work());
        ends.fail(locked, step, FailureKind.STEP_FAILED, code, error);
      }
      case StepResult.Deferred deferred -> defer(locked, claim, step, deferred);
      case StepResult.CredentialsRejected rejected ->
          postponing.untilAccountIsOpen(locked.job(), step, claim.countedAttempt());
    }
  }

  /** The job turned round while this step was held: now nobody holds any, and it is undone too. */
  private void turnedRound(LockedJob locked, Claim claim, Step step, StepResult result) {
    if (result instanceof StepResult.Done(StepOutput output)) {
      rows.finish(step, StepStatus.SUCCEEDED, output, clock.instant());
      actions.of(step.kind()).record(claim.work(), output);
    } else {
      rows.finish(step, StepStatus.FAILED, step.output(), clock.instant());
    }
    ends.rollBack(locked, locked.job().errorCode());
  }

  private void undone(LockedJob locked, Claim claim, Step step, StepResult result) {
    switch (result) {
      case StepResult.Done(StepOutput output) -> {
        rows.finish(step, StepStatus.COMPENSATED, step.output(), clock.instant());
        actions.of(step.kind()).recordUndone(claim.work());
        ends.rollBack(locked, locked.job().errorCode());
      }
      case StepResult.Waiting waiting ->
          postponing.retry(locked, step, "NOT_READY", "asked to wait while undoing");
      case StepResult.Retry(String code, String error) ->
          postponing.retry(locked, step, code, error);
      // What cannot be undone now may be later, when what stands on it is gone.
      case StepResult.Failed(String code, String error) ->
          postponing.retry(locked, step, code, error);
      case StepResult.Deferred deferred -> defer(locked, claim, step, deferred);
      case StepResult.CredentialsRejected rejected ->
          postponing.untilAccountIsOpen(locked.job(), step, true);
    }
  }

  private void defer(LockedJob locked, Claim claim, Step step, StepResult.Deferred deferred) {
    Instant until = clock.instant().plus(deferred.length());
    if (deferred.service() == Service.CLOUD) {
      until =
          limits.block(buckets.cloud(claim.work().account()), deferred.length(), deferred.reason());
    } else if (deferred.service() == Service.REPOSITORIES) {
      until = limits.block(buckets.repositories(), deferred.length(), deferred.reason());
    }
    postponing.deferred(locked, step, until, deferred.reason(), claim.countedAttempt());
  }

  private void succeeded(
      LockedJob locked, Claim claim, List<Step> steps, Step step, StepOutput output) {
    Job job = locked.job();
    Instant now = clock.instant();
    rows.finish(step, StepStatus.SUCCEEDED, output, now);
    actions.of(step.kind()).record(claim.work(), output);
    phases.stepSucceeded(job, steps, step);
    Step next = next(steps, step);
    if (next == null) {
      ends.complete(job);
    } else if (isOverdue(locked, now)) {
      ends.fail(locked, next, FailureKind.TIMED_OUT, null, null);
    } else {
      rows.enqueued(next.id(), now);
      nudges.send(job.organizationId(), job.platformId(), job.id(), next.id(), null);
    }
  }

  private static boolean isOverdue(LockedJob locked, Instant now) {
    Instant deadline = locked.job().deadlineAt();
    boolean broken = locked.account() != null && locked.account().broken();
    return deadline != null && !deadline.isAfter(now) && !broken;
  }

  private static @Nullable Step next(List<Step> steps, Step done) {
    return steps.stream()
        .filter(step -> !step.id().equals(done.id()) && step.status().isUnfinished())
        .min(Comparator.comparingInt(Step::ordinal))
        .orElse(null);
  }
}
