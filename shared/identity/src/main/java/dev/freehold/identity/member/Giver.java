package dev.freehold.identity.member;

import dev.freehold.identity.permission.PermissionCheck;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who gives or takes a role, a permission or a key, and what they hold.
 *
 * @param userId null for a service key
 * @param apiKeyId null without a key
 * @param role in the organization; null for service keys and operators who are no members
 */
public record Giver(
    @Nullable UUID userId, @Nullable UUID apiKeyId, @Nullable String role, Predicate<String> may) {

  public boolean isOwner() {
    return "owner".equals(role);
  }

  /**
   * An owner is above all, an admin above those who are not: both hold every permission of apps,
   * which no catalogue can list, and owners are protected from everybody else.
   *
   * @param role a built-in one or {@code custom}
   */
  public boolean reaches(String role) {
    return switch (role) {
      case "owner" -> isOwner();
      case "admin" -> isOwner() || "admin".equals(this.role);
      default -> true;
    };
  }

  /** The same person with no more than a member's rights. */
  Giver cutTo(PermissionCheck.Effective now) {
    return new Giver(
        userId,
        apiKeyId,
        now.role(),
        wanted -> may.test(wanted) && now.rights().judge(wanted).allowed());
  }
}
