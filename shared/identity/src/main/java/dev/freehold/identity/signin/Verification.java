package dev.freehold.identity.signin;

import dev.freehold.kernel.sql.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code or link under way.
 *
 * @param payload sealed; null when it carries nothing, or was used
 */
public record Verification(
    UUID id,
    @Nullable UUID userId,
    @Nullable String email,
    byte @Nullable [] payload,
    byte @Nullable [] codeHash,
    Instant expiresAt,
    Instant lastSentAt) {

  public static Verification of(Row row) {
    return new Verification(
        row.uuid("id"),
        row.uuidOrNull("user_id"),
        row.textOrNull("email"),
        row.bytesOrNull("payload_encrypted"),
        row.bytesOrNull("code_hash"),
        row.instant("expires_at"),
        row.instant("last_sent_at"));
  }
}
