package dev.freehold.identity.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is shown: never the key itself.
 *
 * @param remaining calls left; null = unlimited
 * @param expiresAt exclusive; null = never
 */
@RegisterForReflection
public record ApiKey(
    UUID id,
    UUID organizationId,
    UUID userId,
    Kind kind,
    boolean crossOrganization,
    String name,
    String prefix,
    String start,
    List<String> permissions,
    RateLimit rateLimit,
    @Nullable Long remaining,
    @Nullable Refill refill,
    long requestCount,
    boolean enabled,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable Instant previousKeyExpiresAt,
    JsonNode metadata,
    Instant createdAt,
    Instant updatedAt,
    int version) {

  /** Whom a key acts for. */
  public enum Kind {
    /** Its creator. */
    PERSONAL,
    /** The organization, with its own set alone. */
    SERVICE
  }

  /**
   * Calls a window; a window starts with the first call after the last one ended.
   *
   * @param max calls
   */
  @RegisterForReflection
  public record RateLimit(boolean enabled, int windowMs, int max) {}

  /**
   * {@code remaining} is set to the amount, not raised by it.
   *
   * @param amount calls
   */
  @RegisterForReflection
  public record Refill(long amount, long intervalMs) {}

  /** A personal key of the person's; a service key is nobody's. */
  public boolean isOwnOf(@Nullable UUID person) {
    return kind == Kind.PERSONAL && userId.equals(person);
  }

  /**
   * @param expected null = any
   * @throws dev.freehold.kernel.Refusal {@code VERSION_MISMATCH}
   */
  void requireVersion(@Nullable Integer expected) {
    if (expected != null && expected != version) {
      throw KernelRefusal.VERSION_MISMATCH.because("the resource is at version %d", version);
    }
  }

  static ApiKey of(Row row) {
    Long amount = row.longOrNull("refill_amount");
    Long interval = row.longOrNull("refill_interval_ms");
    return new ApiKey(
        row.uuid("id"),
        row.uuid("organization_id"),
        row.uuid("user_id"),
        Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
        row.bool("cross_organization"),
        row.text("name"),
        row.text("prefix"),
        row.text("start"),
        row.texts("permissions"),
        new RateLimit(
            row.bool("rate_limit_enabled"),
            row.intValue("rate_limit_window_ms"),
            row.intValue("rate_limit_max")),
        row.longOrNull("remaining"),
        amount == null || interval == null ? null : new Refill(amount, interval),
        row.longValue("request_count"),
        row.bool("enabled"),
        row.instantOrNull("expires_at"),
        row.instantOrNull("last_used_at"),
        row.instantOrNull("revoked_at"),
        row.instantOrNull("previous_key_expires_at"),
        row.json("metadata"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.intValue("version"));
  }
}
