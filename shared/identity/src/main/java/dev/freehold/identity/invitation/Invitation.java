package dev.freehold.identity.invitation;

import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as members and the invited see it; its token is only in the mail.
 *
 * @param roleId of a custom role; null for the built-in ones
 * @param creditLimit null = unlimited; 0 = may not spend
 */
@RegisterForReflection
public record Invitation(
    UUID id,
    UUID organizationId,
    String organizationName,
    String email,
    String role,
    @Nullable UUID roleId,
    @Nullable Long creditLimit,
    String status,
    UUID invitedBy,
    @Nullable String invitedByName,
    Instant expiresAt,
    String deliveryStatus,
    @Nullable Instant lastSentAt,
    int sentCount,
    int reminderCount,
    @Nullable Instant resolvedAt,
    Instant createdAt,
    Instant updatedAt,
    int version) {

  /** What can become of an invitation. */
  public enum Status {
    PENDING,
    ACCEPTED,
    DECLINED,
    REVOKED,
    EXPIRED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Invitation of(Row row, Instant now) {
    Instant expiresAt = row.instant("expires_at");
    return new Invitation(
        row.uuid("id"),
        row.uuid("organization_id"),
        row.text("organization_name"),
        row.text("email"),
        row.text("role"),
        row.uuidOrNull("custom_role_id"),
        row.longOrNull("credit_limit"),
        effective(row.text("status"), expiresAt, now),
        row.uuid("invited_by"),
        row.textOrNull("invited_by_name"),
        expiresAt,
        row.text("delivery_status"),
        row.instantOrNull("last_sent_at"),
        row.intValue("sent_count"),
        row.intValue("reminder_count"),
        row.instantOrNull("resolved_at"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.intValue("version"));
  }

  /** What is past its end is expired, also before the sweep has seen it. */
  static String effective(String status, Instant expiresAt, Instant now) {
    return status.equals("pending") && !expiresAt.isAfter(now) ? "expired" : status;
  }

  boolean isPending() {
    return status.equals("pending");
  }
}
