package dev.freehold.functions.identity.organization;

import dev.freehold.identity.member.RoleChoice;
import dev.freehold.identity.member.RoleChoice.Role;
import dev.freehold.kernel.KernelRefusal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How requests name a role. */
final class RoleFields {

  private RoleFields() {}

  /**
   * @param role null = custom where {@code roleId} is set, else member
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED} when the two do not fit
   */
  static RoleChoice choice(@Nullable Role role, @Nullable UUID roleId) {
    Role meant = role == null ? roleId == null ? Role.MEMBER : Role.CUSTOM : role;
    if (meant == Role.CUSTOM && roleId == null) {
      throw fault("REQUIRED", "is required for a custom role");
    }
    if (meant != Role.CUSTOM && roleId != null) {
      throw fault("PATTERN", "is for the role custom");
    }
    return new RoleChoice(meant, roleId);
  }

  private static RuntimeException fault(String code, String message) {
    return KernelRefusal.VALIDATION_FAILED
        .because("the request has a fault")
        .field("roleId", code, message);
  }
}
