package dev.freehold.provisioning.step;

import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.job.FailureKind;
import dev.freehold.provisioning.job.Job;
import dev.freehold.provisioning.job.JobEnds;
import dev.freehold.provisioning.job.LockedJob;
import dev.freehold.provisioning.job.Nudges;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepRows;
import dev.freehold.provisioning.job.StepRows.Postponed;
import dev.freehold.provisioning.job.StepStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Puts a step off: for another attempt, for a limit, or until something outside is ready. */
@ApplicationScoped
class Postponing {

  /** How often the steps of a broken account look whether it is open again. */
  private static final Duration BROKEN_WAIT = Duration.ofMinutes(5);

  /** What an account that refuses its token leaves in its steps; the sweep looks for it. */
  static final String ACCOUNT_BROKEN = "CREDENTIALS_REJECTED";

  private static final long MAX_SPREAD_MILLIS = 300_000;

  private final StepRows rows;
  private final JobEnds ends;
  private final Nudges nudges;
  private final ProvisioningConfig config;
  private final Clock clock;

  Postponing(StepRows rows, JobEnds ends, Nudges nudges, ProvisioningConfig config, Clock clock) {
    this.rows = rows;
    this.ends = ends;
    this.nudges = nudges;
    this.config = config;
    this.clock = clock;
  }

  /** The attempt failed; the job with it, when there is none left. */
  void retry(LockedJob locked, Step step, String code, @Nullable String error) {
    Instant now = clock.instant();
    boolean undo = step.status() == StepStatus.COMPENSATING;
    int tries = undo ? step.compensationAttempt() : step.attempt();
    int most = undo ? step.maxCompensationAttempts() : step.maxAttempts();
    if (tries >= most) {
      String said = "%s after %d attempts".formatted(error == null ? code : error, tries);
      if (undo) {
        ends.giveUp(locked, step, code, said);
      } else {
        ends.fail(locked, step, FailureKind.STEP_FAILED, code, said);
      }
      return;
    }
    Duration wait =
        RetrySchedule.waitAfter(tries, config.backoff().base(), config.backoff().cap(), random());
    put(locked.job(), step, idle(step), 0, 0, now.plus(wait), step.waitUntil(), code, error);
  }

  /**
   * A limit of the provider.
   *
   * @param giveBack whether the claim's attempt was not really one
   */
  void deferred(LockedJob locked, Step step, Instant until, String reason, boolean giveBack) {
    if (step.deferrals() >= config.maxDeferrals()) {
      retryOrFail(locked, step, reason);
      return;
    }
    // The more there are who wait for the same bucket, the wider they spread.
    long spread = Math.min(MAX_SPREAD_MILLIS, 1000L << Math.min(step.deferrals(), 20));
    Instant at = until.plusMillis((long) (random() * spread));
    put(
        locked.job(),
        step,
        idle(step),
        giveBack ? 1 : 0,
        1,
        at,
        step.waitUntil(),
        "RATE_LIMITED",
        reason);
  }

  private void retryOrFail(LockedJob locked, Step step, String reason) {
    if (step.status() == StepStatus.COMPENSATING) {
      ends.giveUp(locked, step, "DEFERRALS_EXHAUSTED", reason);
    } else {
      ends.fail(locked, step, FailureKind.STEP_FAILED, "DEFERRALS_EXHAUSTED", reason);
    }
  }

  /** Neither an attempt nor a deferral: it is not the step's fault. */
  void untilAccountIsOpen(Job job, Step step, boolean giveBack) {
    Instant at = clock.instant().plus(BROKEN_WAIT);
    put(
        job,
        step,
        idle(step),
        giveBack ? 1 : 0,
        0,
        at,
        step.waitUntil(),
        ACCOUNT_BROKEN,
        "the cloud account's token is refused");
  }

  /** Asked again later; failed once it has waited too long. */
  void waiting(LockedJob locked, Step step, Duration again, Duration giveUp) {
    Instant now = clock.instant();
    Instant until = step.waitUntil() == null ? now.plus(giveUp) : step.waitUntil();
    if (!until.isAfter(now)) {
      ends.fail(locked, step, FailureKind.STEP_FAILED, "WAIT_TIMEOUT", "waited for " + giveUp);
      return;
    }
    put(locked.job(), step, StepStatus.WAITING, 0, 0, now.plus(again), until, null, null);
  }

  private void put(
      Job job,
      Step step,
      StepStatus status,
      int givenBack,
      int deferrals,
      Instant at,
      @Nullable Instant waitUntil,
      @Nullable String code,
      @Nullable String error) {
    boolean undo = step.status() == StepStatus.COMPENSATING;
    rows.postpone(
        step,
        new Postponed(
            status,
            undo ? step.attempt() : Math.max(0, step.attempt() - givenBack),
            undo ? Math.max(0, step.compensationAttempt() - givenBack) : step.compensationAttempt(),
            step.deferrals() + deferrals,
            at,
            waitUntil,
            code,
            error),
        clock.instant());
    nudges.send(job.organizationId(), job.platformId(), job.id(), step.id(), at);
  }

  private static StepStatus idle(Step step) {
    return switch (step.status()) {
      case COMPENSATING -> StepStatus.COMPENSATING;
      case WAITING -> StepStatus.WAITING;
      default -> StepStatus.PENDING;
    };
  }

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }
}
