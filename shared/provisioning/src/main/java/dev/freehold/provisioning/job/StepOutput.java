package dev.freehold.provisioning.job;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What a step found or made. No secrets.
 *
 * @param externalId the provider's id
 * @param created false = it was found
 * @param url where it can be seen
 * @param commit the commit that was made or built
 */
@RegisterForReflection
public record StepOutput(
    @Nullable String externalId, boolean created, @Nullable String url, @Nullable String commit) {

  public static final StepOutput NONE = new StepOutput(null, false, null, null);

  public boolean wasCreated() {
    return Boolean.TRUE.equals(created);
  }

  public static StepOutput created(String externalId) {
    return new StepOutput(externalId, true, null, null);
  }

  public static StepOutput found(String externalId) {
    return new StepOutput(externalId, false, null, null);
  }
}
