package dev.freehold.registry;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the registry asks of provisioning, always in the caller's transaction: the row that asks and
 * the job exist together or not at all. Made by provisioning.
 */
public interface Jobs {

  /** Word of the job type that sets a platform up. */
  String PROVISION_PLATFORM = "provision_platform";

  /** Word of the job type that takes a platform down. */
  String DEPROVISION_PLATFORM = "deprovision_platform";

  /**
   * Who asked.
   *
   * @param type {@code user}, {@code api_key}, {@code operator} or {@code system}
   */
  record Requester(String type, String id) {}

  /**
   * A platform to be set up.
   *
   * @param tier as it is now
   * @param environments one or more of production and staging, production first
   * @param replayOf the job that failed before, when a session is resumed
   */
  record ProvisionPlatform(
      UUID organizationId,
      UUID platformId,
      String tier,
      @Nullable String billingEmail,
      List<Environment> environments,
      Requester requestedBy,
      @Nullable UUID replayOf) {}

  /**
   * Starts a {@code provision_platform} job and chooses the platform's cloud account if it has
   * none.
   *
   * @return the job's id
   * @throws dev.freehold.kernel.Refusal {@code NO_CLOUD_CAPACITY}, {@code CORE_FEATURE_MISSING}
   */
  UUID provisionPlatform(ProvisionPlatform request);

  /** Whether any job of the platform is pending, running or rolling back. */
  boolean isUnderWay(UUID platformId);

  /** Whether a job of that type was ever made for the platform, however it ended. */
  boolean wasEverStarted(UUID platformId, String type);

  /** The platform was cancelled: its pending jobs end. */
  void cancelPending(UUID platformId, String reason);

  /** The platform may change again: its oldest waiting job is looked at. */
  void nudgeWaiting(UUID platformId);
}
