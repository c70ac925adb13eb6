package dev.freehold.provisioning.step;

import dev.freehold.cloudflare.Cloudflare;
import dev.freehold.cloudflare.CloudflareAccount;
import dev.freehold.github.GitHub;
import dev.freehold.github.Repositories;
import dev.freehold.provisioning.account.CloudAccount;
import dev.freehold.provisioning.account.CloudAccounts;
import dev.freehold.provisioning.job.Job;
import dev.freehold.provisioning.job.LockedJob;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One claimed step and everything its action may know or use. */
public final class StepWork {

  /** The ways outside. */
  record Outside(Cloudflare cloudflare, GitHub github, CloudAccounts accounts) {}

  private final LockedJob locked;
  private final List<Step> steps;
  private final Step step;
  private final boolean firstTry;
  private final Outside outside;
  private @Nullable Supplier<Duration> allowance;

  StepWork(LockedJob locked, List<Step> steps, Step step, boolean firstTry, Outside outside) {
    this.locked = locked;
    this.steps = steps;
    this.step = step;
    this.firstTry = firstTry;
    this.outside = outside;
  }

  /** From now on calls may be made. */
  void allow(Supplier<Duration> nextCall) {
    this.allowance = nextCall;
  }

  public Job job() {
    return locked.job();
  }

  LockedJob locked() {
    return locked;
  }

  public LockedJob.Facts platform() {
    return locked.platform();
  }

  public CloudAccount account() {
    return Objects.requireNonNull(locked.account(), "the platform has no cloud account");
  }

  public Step step() {
    return step;
  }

  /** All steps of the job, as they were when this one was claimed. */
  public List<Step> steps() {
    return steps;
  }

  /** Whether nobody can have made the object yet: creating comes before looking. */
  public boolean isFirstTry() {
    return firstTry && !step.input().wasThere();
  }

  /** The output of the job's step of this kind in the same environment that fits. */
  public Optional<StepOutput> outputOf(StepKind kind, Predicate<Step> fits) {
    return steps.stream()
        .filter(other -> other.kind() == kind && other.environment() == step.environment())
        .filter(fits)
        .map(Step::output)
        .findFirst();
  }

  public CloudflareAccount cloud() {
    return outside.cloudflare().account(outside.accounts().access(account(), nextCall()));
  }

  public Repositories repositories() {
    return outside.github().repositories(nextCall());
  }

  private Supplier<Duration> nextCall() {
    return Objects.requireNonNull(allowance, "no calls before the claim is committed");
  }
}
