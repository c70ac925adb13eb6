package dev.freehold.provisioning.step;

import dev.freehold.provisioning.job.StepOutput;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface StepResult {

  /** Found or made; or, in a rollback, gone. */
  record Done(StepOutput output) implements StepResult {}

  /**
   * Not yet; asked again without spending an attempt.
   *
   * @param giveUp after this long it has failed
   */
  record Waiting(Duration again, Duration giveUp) implements StepResult {}

  /** May work next time. */
  record Retry(String code, @Nullable String error) implements StepResult {}

  /**
   * A limit of the provider; no attempt is spent.
   *
   * @param service whose bucket is blocked; null = nobody's, only this attempt's allowance is used
   *     up
   */
  record Deferred(@Nullable Service service, Duration length, String reason)
      implements StepResult {}

  /** Will never work. */
  record Failed(String code, @Nullable String error) implements StepResult {}

  /** The account's token is refused; nobody's attempt is spent for that. */
  record CredentialsRejected(String error) implements StepResult {}

  /** Who limits calls. */
  enum Service {
    CLOUD,
    REPOSITORIES
  }

  static StepResult done(StepOutput output) {
    return new Done(output);
  }
}
