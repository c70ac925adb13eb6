package dev.freehold.provisioning.step;

import dev.freehold.cloudflare.CloudflareException;
import dev.freehold.github.GitHub;
import dev.freehold.github.GitHubException;
import dev.freehold.kernel.Refusal;
import dev.freehold.provisioning.step.StepResult.Deferred;
import dev.freehold.provisioning.step.StepResult.Failed;
import dev.freehold.provisioning.step.StepResult.Retry;
import dev.freehold.provisioning.step.StepResult.Service;
import dev.freehold.storage.StoreFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/** Turns what outside services throw into what a step may conclude (provisioning §5.2). */
@ApplicationScoped
public class StepFailures {

  private static final Duration DEFAULT_BLOCK = Duration.ofSeconds(300);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final GitHub github;

  StepFailures(GitHub github) {
    this.github = github;
  }

  /**
   * @param isTokenActive asked when the cloud refuses a call: is the whole token refused?
   */
  StepResult of(Supplier<StepResult> attempt, Supplier<Boolean> isTokenActive) {
    try {
      return attempt.get();
    } catch (CloudflareException e) {
      return cloud(e, isTokenActive);
    } catch (GitHubException e) {
      return repositories(e);
    } catch (StepAllowance.UsedUp e) {
      String said = String.valueOf(e.getMessage());
      return e.isTime() ? new Retry("STEP_TIMEOUT", said) : new Deferred(null, SHORT, said);
    } catch (StoreFailure e) {
      return new Retry("STORE_UNAVAILABLE", e.getMessage());
    } catch (Refusal e) {
      return new Failed(e.code(), e.detail());
    }
  }

  private static StepResult cloud(CloudflareException e, Supplier<Boolean> isTokenActive) {
    String error = e.code() + ": " + e.getMessage();
    return switch (e.kind()) {
      case RATE_LIMITED ->
          new Deferred(
              Service.CLOUD, Objects.requireNonNullElse(e.retryAfter(), DEFAULT_BLOCK), error);
      case UNAVAILABLE -> new Retry(unavailable(e.code()), error);
      case TIMEOUT -> new Retry("PROVIDER_TIMEOUT", error);
      case NOT_FOUND -> new Retry("PROVIDER_NOT_FOUND", error);
      case CONFLICT -> new Failed("PROVIDER_CONFLICT", error);
      case REJECTED -> new Failed("PROVIDER_REJECTED", error);
      case CREDENTIALS -> credentials(error, isTokenActive);
    };
  }

  private static StepResult credentials(String error, Supplier<Boolean> isTokenActive) {
    try {
      return isTokenActive.get()
          ? new Failed("PROVIDER_FORBIDDEN", error)
          : new StepResult.CredentialsRejected(error);
    } catch (CloudflareException | StepAllowance.UsedUp e) {
      return new Retry("PROVIDER_FORBIDDEN", error);
    }
  }

  private StepResult repositories(GitHubException e) {
    String error = e.getMessage();
    return switch (e.kind()) {
      case RATE_LIMITED ->
          new Deferred(
              Service.REPOSITORIES,
              Objects.requireNonNullElse(e.retryAfter(), DEFAULT_BLOCK),
              String.valueOf(error));
      case UNAVAILABLE -> new Retry(unavailable(e.code()), error);
      case TIMEOUT -> new Retry("PROVIDER_TIMEOUT", error);
      case NOT_FOUND -> new Retry("PROVIDER_NOT_FOUND", error);
      case CREDENTIALS -> {
        github.forgetToken();
        yield new Retry("PROVIDER_UNAUTHORIZED", error);
      }
      case CONFLICT -> new Failed("PROVIDER_CONFLICT", error);
      case REJECTED -> new Failed("PROVIDER_REJECTED", error);
    };
  }

  private static String unavailable(String code) {
    return code.equals("CONNECTION") ? "PROVIDER_UNREACHABLE" : "PROVIDER_5XX";
  }
}
