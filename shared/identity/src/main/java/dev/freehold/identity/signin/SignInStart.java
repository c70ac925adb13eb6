package dev.freehold.identity.signin;

import dev.freehold.kernel.sql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one statement found and charged before a password is judged.
 *
 * @param userId null where the address is unknown
 * @param deviceId a trusted device of that person
 */
record SignInStart(
    String outcome,
    @Nullable Long retryAfterSeconds,
    int attemptCount,
    @Nullable UUID userId,
    @Nullable String userLocale,
    @Nullable String userStatus,
    @Nullable String banReason,
    @Nullable Instant banExpiresAt,
    boolean isOperator,
    boolean emailVerified,
    @Nullable UUID accountId,
    @Nullable String passwordHash,
    boolean twoFactorEnabled,
    @Nullable UUID deviceId,
    @Nullable UUID organizationId) {

  static SignInStart of(Row row) {
    String systemRole = row.textOrNull("system_role");
    Integer attempts = row.intOrNull("attempt_count");
    return new SignInStart(
        row.text("outcome"),
        row.longOrNull("retry_after_seconds"),
        attempts == null ? 0 : attempts,
        row.uuidOrNull("user_id"),
        row.textOrNull("user_locale"),
        row.textOrNull("user_status"),
        row.textOrNull("ban_reason"),
        row.instantOrNull("ban_expires_at"),
        systemRole != null && !systemRole.equals("user"),
        Boolean.TRUE.equals(row.boolOrNull("email_verified")),
        row.uuidOrNull("account_id"),
        row.textOrNull("password_hash"),
        Boolean.TRUE.equals(row.boolOrNull("two_factor_enabled")),
        row.uuidOrNull("device_id"),
        row.uuidOrNull("organization_id"));
  }

  Duration retryAfter() {
    return Duration.ofSeconds(retryAfterSeconds == null ? 1 : retryAfterSeconds);
  }
}
