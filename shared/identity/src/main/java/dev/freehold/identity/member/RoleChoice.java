package dev.freehold.identity.member;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A built-in role, or a custom one by its id.
 *
 * @param roleId set exactly for {@code custom}
 */
public record RoleChoice(Role role, @Nullable UUID roleId) {

  /** What a member can be. */
  public enum Role {
    OWNER,
    ADMIN,
    MEMBER,
    CUSTOM;

    /** As the tables and the API name it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RoleChoice {
    if ((role == Role.CUSTOM) != (roleId != null)) {
      throw new IllegalArgumentException("a custom role has an id, a built-in one has none");
    }
  }

  public static RoleChoice of(Role role) {
    return new RoleChoice(role, null);
  }

  boolean isOwner() {
    return role == Role.OWNER;
  }
}
