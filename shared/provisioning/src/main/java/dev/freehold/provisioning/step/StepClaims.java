package dev.freehold.provisioning.step;

import dev.freehold.cloudflare.Cloudflare;
import dev.freehold.github.GitHub;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.SqlFailure;
import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.account.Buckets;
import dev.freehold.provisioning.account.CloudAccounts;
import dev.freehold.provisioning.account.RateLimits;
import dev.freehold.provisioning.job.Job;
import dev.freehold.provisioning.job.JobEnds;
import dev.freehold.provisioning.job.JobPhases;
import dev.freehold.provisioning.job.JobRows;
import dev.freehold.provisioning.job.JobStarts;
import dev.freehold.provisioning.job.JobStatus;
import dev.freehold.provisioning.job.LockedJob;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepRows;
import dev.freehold.provisioning.job.StepStatus;
import dev.freehold.registry.resource.CloudRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Takes a job's next step for this function, in one short transaction (provisioning §5.1). */
@ApplicationScoped
class StepClaims {

  private final JobRows jobs;
  private final StepRows rows;
  private final JobStarts starts;
  private final JobEnds ends;
  private final JobPhases phases;
  private final StepActions actions;
  private final Postponing postponing;
  private final RateLimits limits;
  private final Buckets buckets;
  private final CloudRows cloudRows;
  private final StepWork.Outside outside;
  private final Transactions transactions;
  private final ProvisioningConfig config;
  private final Clock clock;

  StepClaims(
      JobRows jobs,
      StepRows rows,
      JobStarts starts,
      JobEnds ends,
      JobPhases phases,
      StepActions actions,
      Postponing postponing,
      RateLimits limits,
      Buckets buckets,
      CloudRows cloudRows,
      Cloudflare cloudflare,
      GitHub github,
      CloudAccounts accounts,
      Transactions transactions,
      ProvisioningConfig config,
      Clock clock) {
    this.jobs = jobs;
    this.rows = rows;
    this.starts = starts;
    this.ends = ends;
    this.phases = phases;
    this.actions = actions;
    this.postponing = postponing;
    this.limits = limits;
    this.buckets = buckets;
    this.cloudRows = cloudRows;
    this.outside = new StepWork.Outside(cloudflare, github, accounts);
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  /** Empty when there is nothing to be done outside: the message is stale, or the job has ended. */
  Optional<Claim> claim(UUID jobId) {
    try {
      return transactions.requiresNew(() -> claimed(jobId));
    } catch (SqlFailure e) {
      // Another job of the platform started at the same moment; this one's turn comes after it.
      if (SqlFailure.constraint(e).filter("jobs_one_running_per_platform"::equals).isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Claim> claimed(UUID jobId) {
    return jobs.lock(jobId).flatMap(this::started).flatMap(this::turn);
  }

  private Optional<LockedJob> started(LockedJob locked) {
    return locked.job().status() == JobStatus.PENDING ? starts.start(locked) : Optional.of(locked);
  }

  private Optional<Claim> turn(LockedJob locked) {
    Job job = locked.job();
    List<Step> steps = rows.of(job.id());
    boolean broken = locked.account() != null && locked.account().broken();
    switch (Turn.of(job, steps, clock.instant(), !broken)) {
      case Turn.Run(Step step, boolean countsAttempt) -> {
        return take(locked, steps, step, countsAttempt);
      }
      case Turn.Undo(Step step) -> {
        return take(locked, steps, step, true);
      }
      case Turn.Nothing(boolean early) -> {
        if (early) {
          rows.forgetNudge(job.id());
        }
      }
      case Turn.Fail(Step step, var kind) ->
          ends.fail(locked, step, kind, step.lastErrorCode(), step.lastError());
      case Turn.GiveUp(Step step) ->
          ends.giveUp(
              locked,
              step,
              Objects.requireNonNullElse(step.lastErrorCode(), "LEASE_EXPIRED"),
              step.lastError());
      case Turn.Complete() -> ends.complete(job);
      case Turn.RollBack() -> ends.rollBack(locked, job.errorCode());
    }
    return Optional.empty();
  }

  private Optional<Claim> take(
      LockedJob locked, List<Step> steps, Step step, boolean countsAttempt) {
    boolean undo = step.status() == StepStatus.COMPENSATING;
    var work = new StepWork(locked, steps, step, !step.wasBegun(), outside);
    CallCost cost = actions.of(step.kind()).cost(work);
    if (cost.cloud() > 0 && work.account().broken()) {
      postponing.untilAccountIsOpen(locked.job(), step, false);
      return Optional.empty();
    }
    Optional<Instant> later = budget(work, cost);
    if (later.isPresent()) {
      postponing.deferred(locked, step, later.get(), "RATE_LIMITED", false);
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant until = now.plus(config.timeout().lease());
    String owner = Call.current().requestId();
    long token =
        undo
            ? rows.claimUndo(step, owner, now, until)
            : rows.claim(step, countsAttempt, owner, now, until);
    if (!undo && !step.wasBegun()) {
      phases.stepClaimed(locked.job(), steps, step);
      if (step.resourceId() != null) {
        cloudRows.provisioning(step.resourceId(), now);
      }
    }
    // GitHub's token may have to be asked for, which is a call of its own.
    int calls = cost.cloud() + cost.repositories() + (cost.repositories() > 0 ? 1 : 0);
    return Optional.of(new Claim(work, token, undo, countsAttempt, calls));
  }

  /** All that the attempt may need, or when to come again. */
  private Optional<Instant> budget(StepWork work, CallCost cost) {
    Optional<Instant> later = Optional.empty();
    if (cost.cloud() > 0) {
      later = limits.take(buckets.cloud(work.account()), cost.cloud());
    }
    if (later.isEmpty() && cost.repositories() > 0) {
      later = limits.take(buckets.repositories(), cost.repositories() + 1);
    }
    if (later.isEmpty() && cost.content() > 0) {
      later = limits.take(buckets.content(), cost.content());
    }
    return later;
  }
}
