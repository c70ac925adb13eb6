package dev.freehold.identity.key;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.Changes;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.member.Giver;
import dev.freehold.identity.member.Giving;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes a key and replaces its secret. */
@ApplicationScoped
public class ApiKeyChangeService {

  private final Sql sql;
  private final Giving giving;
  private final KeyPrefix prefix;
  private final AuthenticationLog log;
  private final Audit audit;
  private final IdentityConfig.ApiKey config;
  private final Clock clock;

  ApiKeyChangeService(
      Sql sql,
      Giving giving,
      KeyPrefix prefix,
      AuthenticationLog log,
      Audit audit,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.giving = giving;
    this.prefix = prefix;
    this.log = log;
    this.audit = audit;
    this.config = config.apiKey();
    this.clock = clock;
  }

  /**
   * Only what is added must be held by who adds it.
   *
   * @param seen the key as it was when its kind and maker were judged
   * @param version refuses another one; null = whatever it is
   * @param caller as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     VERSION_MISMATCH}, {@code KEY_REVOKED}, {@code UNKNOWN_PERMISSION}, {@code ESCALATION},
   *     {@code EXPIRY_TOO_LATE}, {@code EXPIRY_IN_PAST}
   */
  @Transactional
  public ApiKey update(ApiKey seen, ApiKeyChange change, @Nullable Integer version, Giver caller) {
    Instant now = clock.instant();
    Giver giver = begin(seen, caller);
    ApiKey old = lockLive(seen, version);
    List<String> added = change.added(old);
    PermissionCheck.checkKnown(added);
    KeyRules.checkHeld(added, giver.may(), old.crossOrganization());
    Instant expiresAt =
        change.expiresAt().isPresent()
            ? KeyRules.expiry(change.expiresAt().value(), config.maxLifetime(), now)
            : old.expiresAt();
    ApiKey changed = write(old, change, expiresAt, now);
    Changes changes = changes(old, changed);
    audit.add(entry("api_key.update", old).before(changes.before()).after(changes.after()));
    return changed;
  }

  private ApiKey write(ApiKey old, ApiKeyChange change, @Nullable Instant expiresAt, Instant now) {
    ApiKey.RateLimit limit = change.limitOf(old);
    ApiKey.Refill refill = change.refillOf(old);
    Long amount = refill == null ? null : refill.amount();
    Long interval = refill == null ? null : refill.intervalMs();
    return sql.one(
        """
        UPDATE identity.api_keys
        SET name = ?, permissions = ?, enabled = ?, expires_at = ?, rate_limit_enabled = ?,
          rate_limit_window_ms = ?, rate_limit_max = ?, remaining = ?, refill_amount = ?,
          refill_interval_ms = ?,
          last_refill_at = CASE
            WHEN ?::bigint IS NULL THEN NULL
            WHEN (refill_amount, refill_interval_ms) IS NOT DISTINCT FROM (?::bigint, ?::bigint)
              THEN last_refill_at
            ELSE ? END,
          metadata = ?, updated_at = ?, version = version + 1
        WHERE id = ? AND organization_id = ?
        RETURNING *
        """,
        ApiKey::of,
        Objects.requireNonNullElse(change.name(), old.name()),
        Objects.requireNonNullElse(change.permissions(), old.permissions()),
        Objects.requireNonNullElse(change.enabled(), old.enabled()),
        expiresAt,
        limit.enabled(),
        limit.windowMs(),
        limit.max(),
        change.remaining().orOld(old.remaining()),
        amount,
        interval,
        amount,
        amount,
        interval,
        now,
        Json.param(Objects.requireNonNullElse(change.metadata(), old.metadata())),
        now,
        old.id(),
        old.organizationId());
  }

  /** A new secret for a key; {@code key} is as it is shown. */
  public record Rotated(ApiKey key, String secret) {}

  /**
   * Gives a key a new secret. The old one works for the grace, the one before it no more. The
   * caller's personal key is cut to the caller's rights anyway; any other takes who holds all it
   * may do and, for a personal one, its maker's role, because they see the secret.
   *
   * @param seen the key as it was when its kind and maker were judged
   * @param version refuses another one; null = whatever it is
   * @param caller as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     VERSION_MISMATCH}, {@code KEY_REVOKED}, {@code ESCALATION}
   */
  @Transactional
  public Rotated rotate(ApiKey seen, Duration grace, @Nullable Integer version, Giver caller) {
    Instant now = clock.instant();
    Giver giver = begin(seen, caller);
    ApiKey old = lockLive(seen, version);
    if (!old.isOwnOf(giver.userId())) {
      checkReach(old, giver);
      KeyRules.checkHeld(old.permissions(), giver.may(), old.crossOrganization());
    }
    String secret = Secrets.token(prefix.value());
    boolean graced = grace.isPositive();
    ApiKey rotated =
        sql.one(
            """
            UPDATE identity.api_keys
            SET previous_key_hash = CASE WHEN ?::boolean THEN key_hash END,
              previous_key_expires_at = ?, key_hash = ?, prefix = ?, start = ?, updated_at = ?,
              version = version + 1
            WHERE id = ? AND organization_id = ?
            RETURNING *
            """,
            ApiKey::of,
            graced,
            graced ? now.plus(grace) : null,
            Hashes.sha256(secret),
            prefix.value(),
            ApiKeyService.start(secret),
            now,
            old.id(),
            old.organizationId());
    log.add(
        AuthenticationEvent.success("api_key_rotated", giver.userId())
            .organization(old.organizationId())
            .details(Map.of("apiKeyId", old.id())));
    audit.add(
        entry("api_key.rotate", old)
            .before(Map.of("start", old.start()))
            .after(Map.of("start", rotated.start())));
    return new Rotated(rotated, secret);
  }

  /** A personal key acts in its maker's role, and some things are for owners whatever is held. */
  private void checkReach(ApiKey key, Giver giver) {
    boolean above =
        key.kind() == ApiKey.Kind.PERSONAL
            && sql.first(
                    "SELECT role FROM identity.members WHERE organization_id = ? AND user_id = ?",
                    row -> row.text("role"),
                    key.organizationId(),
                    key.userId())
                .filter(role -> !giver.reaches(role))
                .isPresent();
    if (above) {
      throw KernelRefusal.ESCALATION.because("the key acts as somebody above you");
    }
  }

  private Giver begin(ApiKey key, Giver caller) {
    String needed = key.isOwnOf(caller.userId()) ? "keys:create" : "keys:manage";
    return giving.begin(key.organizationId(), caller, needed).giver();
  }

  /** Calls of the key wait for the commit, so that none is counted away. */
  private ApiKey lockLive(ApiKey seen, @Nullable Integer version) {
    ApiKey key =
        sql.first(
                """
                SELECT * FROM identity.api_keys WHERE id = ? AND organization_id = ?
                FOR NO KEY UPDATE
                """,
                ApiKey::of,
                seen.id(),
                seen.organizationId())
            .orElseThrow(() -> KernelRefusal.notFound("API key"));
    key.requireVersion(version);
    if (key.revokedAt() != null) {
      throw IdentityRefusal.KEY_REVOKED.because("the key was revoked at %s", key.revokedAt());
    }
    return key;
  }

  private static AuditEntry entry(String action, ApiKey key) {
    return AuditEntry.of("identity", action, "api_key", key.id())
        .organization(key.organizationId());
  }

  private static Changes changes(ApiKey old, ApiKey now) {
    return new Changes()
        .add("name", old.name(), now.name())
        .add("permissions", old.permissions(), now.permissions())
        .add("enabled", old.enabled(), now.enabled())
        .add("expiresAt", text(old.expiresAt()), text(now.expiresAt()))
        .add("rateLimit", limit(old), limit(now))
        .add("remaining", old.remaining(), now.remaining())
        .add("refill", refill(old), refill(now))
        .add("metadata", old.metadata().toString(), now.metadata().toString());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static Map<String, ?> limit(ApiKey key) {
    ApiKey.RateLimit limit = key.rateLimit();
    return Map.of("enabled", limit.enabled(), "windowMs", limit.windowMs(), "max", limit.max());
  }

  private static @Nullable Map<String, ?> refill(ApiKey key) {
    ApiKey.Refill refill = key.refill();
    return refill == null
        ? null
        : Map.of("amount", refill.amount(), "intervalMs", refill.intervalMs());
  }
}
