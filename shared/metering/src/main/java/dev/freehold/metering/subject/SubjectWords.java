package dev.freehold.metering.subject;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a caller names a subject: by exactly one of the first four; an organization is named by
 * itself only where none of the other three is.
 *
 * @param planKind {@code organization} or {@code pool}, with an organization
 * @param userId with an agent
 */
public record SubjectWords(
    @Nullable UUID subscriptionId,
    @Nullable UUID platformId,
    @Nullable UUID agentId,
    @Nullable UUID organizationId,
    @Nullable String appKey,
    String planKind,
    @Nullable UUID userId) {

  /** How many of subscription, platform and agent are named. */
  public int named() {
    int named = 0;
    for (UUID id : new UUID[] {subscriptionId, platformId, agentId}) {
      named += id == null ? 0 : 1;
    }
    return named;
  }
}
