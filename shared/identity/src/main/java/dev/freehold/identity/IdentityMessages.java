package dev.freehold.identity;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What identity's events carry. */
public final class IdentityMessages {

  private IdentityMessages() {}

  /** {@code identity.user.created}. */
  @RegisterForReflection
  public record UserCreated(
      UUID userId, String email, String via, UUID organizationId, boolean marketing) {}

  /** {@code identity.organization.created}. */
  @RegisterForReflection
  public record OrganizationChanged(
      UUID organizationId, UUID ownerId, String kind, boolean isDefault, String slug) {}

  /** {@code identity.member.joined}. */
  @RegisterForReflection
  public record MemberJoined(
      UUID organizationId,
      UUID userId,
      String role,
      @Nullable Long creditLimit,
      @Nullable UUID invitationId) {}

  /** {@code identity.member.updated}. */
  @RegisterForReflection
  public record MemberUpdated(UUID organizationId, UUID userId, String role) {}

  /**
   * {@code identity.member.removed}.
   *
   * @param reason {@code removed}, {@code left} or {@code deleted}
   */
  @RegisterForReflection
  public record MemberRemoved(UUID organizationId, UUID userId, String reason) {}

  /** {@code identity.organization.owner_changed}. */
  @RegisterForReflection
  public record OwnerChanged(UUID organizationId, UUID fromUserId, UUID toUserId) {}

  /** {@code identity.email.changed}: the primary one. */
  @RegisterForReflection
  public record EmailChanged(UUID userId, String email) {}

  /**
   * {@code identity.user.blocked}.
   *
   * @param reason {@code banned} or {@code disabled}
   * @param until null = until somebody changes it
   */
  @RegisterForReflection
  public record UserBlocked(UUID userId, String reason, @Nullable Instant until) {}

  /** {@code identity.security.noticed}. */
  @RegisterForReflection
  public record SecurityNoticed(UUID userId, String kind) {}
}
