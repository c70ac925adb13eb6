package dev.freehold.provisioning.step;

import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.account.CloudAccounts;
import dev.freehold.provisioning.job.StepKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * One nudge: claims a job's next step, acts without a transaction, records. May be killed anywhere;
 * then the lease runs out and the next claim finds what was made.
 */
@ApplicationScoped
public class StepRunner {

  private final StepClaims claims;
  private final StepRecords records;
  private final StepActions actions;
  private final StepFailures failures;
  private final CloudAccounts accounts;
  private final ProvisioningConfig config;

  StepRunner(
      StepClaims claims,
      StepRecords records,
      StepActions actions,
      StepFailures failures,
      CloudAccounts accounts,
      ProvisioningConfig config) {
    this.claims = claims;
    this.records = records;
    this.actions = actions;
    this.failures = failures;
    this.accounts = accounts;
    this.config = config;
  }

  /**
   * Runs what is due of the job, if anything is. Never inside a transaction.
   *
   * @return whether a step was claimed
   */
  public boolean run(UUID jobId) {
    Optional<Claim> claim = claims.claim(jobId);
    claim.ifPresent(held -> record(held, act(held)));
    return claim.isPresent();
  }

  Optional<Claim> claim(UUID jobId) {
    return claims.claim(jobId);
  }

  StepResult act(Claim claim) {
    StepWork work = claim.work();
    var timeout = config.timeout();
    work.allow(new StepAllowance(claim.calls(), timeout.call(), timeout.step()));
    StepKind kind = work.step().kind();
    StepAction action = actions.of(kind);
    return failures.of(
        () -> claim.undo() ? action.undo(work) : action.act(work), () -> isTokenActive(work));
  }

  boolean record(Claim claim, StepResult result) {
    if (result instanceof StepResult.CredentialsRejected) {
      accounts.markBroken(claim.work().account().id());
    }
    return records.record(claim, result);
  }

  private boolean isTokenActive(StepWork work) {
    var timeout = config.timeout();
    work.allow(new StepAllowance(1, timeout.call(), timeout.call()));
    return work.cloud().isTokenActive();
  }
}
