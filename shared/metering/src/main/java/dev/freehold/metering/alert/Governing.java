package dev.freehold.metering.alert;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A platform, locked against other changes of its usage, and the subscription a day belongs to.
 *
 * @param subscription null = none lived that day
 */
public record Governing(UUID organizationId, UUID platformId, @Nullable Subscription subscription) {

  /**
   * What of a subscription alerts need.
   *
   * @param begin when it was made
   */
  public record Subscription(UUID id, UUID planVersionId, Instant anchor, Instant begin) {}
}
