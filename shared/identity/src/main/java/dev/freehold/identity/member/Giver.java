package dev.freehold.identity.member;

import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who gives or takes a role, and what they hold now.
 *
 * @param userId null for a service key
 * @param apiKeyId null without a key
 * @param role in the organization; null for service keys and operators who are no members
 */
public record Giver(
    @Nullable UUID userId, @Nullable UUID apiKeyId, @Nullable String role, Predicate<String> may) {

  boolean isOwner() {
    return "owner".equals(role);
  }

  /** Owners and admins hold every permission of apps, which no catalogue can list. */
  boolean isAdmin() {
    return isOwner() || "admin".equals(role);
  }
}
