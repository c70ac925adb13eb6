package dev.freehold.identity.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.member.Giver;
import dev.freehold.identity.member.Giving;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, shows and ends API keys; a key is shown once and kept as its hash. */
@ApplicationScoped
public class ApiKeyService {

  private static final int START_LENGTH = 12;

  private final Sql sql;
  private final Giving giving;
  private final KeyPrefix prefix;
  private final AuthenticationLog log;
  private final Audit audit;
  private final Mail mail;
  private final IdentityConfig.ApiKey config;
  private final Clock clock;
  private final Ids ids;

  ApiKeyService(
      Sql sql,
      Giving giving,
      KeyPrefix prefix,
      AuthenticationLog log,
      Audit audit,
      Mail mail,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.giving = giving;
    this.prefix = prefix;
    this.log = log;
    this.audit = audit;
    this.mail = mail;
    this.config = config.apiKey();
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What is asked for.
   *
   * @param permissions 1 to 100, without duplicates
   * @param expiresAt null = as late as allowed
   * @param rateLimit what of it is null is as configured
   * @param refill only with {@code remaining}
   */
  public record Asked(
      String name,
      List<String> permissions,
      ApiKey.Kind kind,
      boolean crossOrganization,
      @Nullable Instant expiresAt,
      ApiKeyChange.@Nullable Limit rateLimit,
      @Nullable Long remaining,
      ApiKey.@Nullable Refill refill,
      @Nullable JsonNode metadata) {}

  /** A key just made; the secret is known here and nowhere else. */
  public record Created(ApiKey key, String secret) {}

  /**
   * @param userId the maker
   * @param caller the same as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     UNKNOWN_PERMISSION}, {@code ESCALATION}, {@code EXPIRY_TOO_LATE}, {@code EXPIRY_IN_PAST},
   *     {@code LIMIT_REACHED}
   */
  @Transactional
  public Created create(UUID organizationId, UUID userId, Asked asked, Giver caller) {
    Instant now = clock.instant();
    // Makers of one organization queue up here, so that two at once do not pass the limit, and none
    // makes a key of what was just taken from them.
    String needed = asked.kind() == ApiKey.Kind.SERVICE ? "keys:manage" : "keys:create";
    Giver giver = giving.begin(organizationId, caller, needed).giver();
    PermissionCheck.checkKnown(asked.permissions());
    KeyRules.checkHeld(asked.permissions(), giver.may(), asked.crossOrganization());
    Instant expiresAt = KeyRules.expiry(asked.expiresAt(), config.maxLifetime(), now);
    checkLimit(organizationId);
    String secret = Secrets.token(prefix.value());
    UUID id = ids.next();
    insert(id, organizationId, userId, asked, expiresAt, secret, now);
    log.add(
        AuthenticationEvent.success("api_key_created", userId)
            .organization(organizationId)
            .details(Map.of("apiKeyId", id)));
    audit.add(
        AuditEntry.of("identity", "api_key.create", "api_key", id)
            .organization(organizationId)
            .after(
                Map.of(
                    "name", asked.name(),
                    "kind", Json.tree(asked.kind()).asText(),
                    "permissions", asked.permissions())));
    mail.request(
        MailRequest.template("api-key-created")
            .category(MailRequest.SECURITY)
            .toUser(userId)
            .organization(organizationId)
            .param("keyName", asked.name())
            .param("start", start(secret)));
    return new Created(get(organizationId, id), secret);
  }

  /** What is shown of a key for good. */
  static String start(String secret) {
    return secret.substring(0, START_LENGTH);
  }

  private void checkLimit(UUID organizationId) {
    long live =
        sql.one(
            """
            SELECT count(*) AS live FROM identity.api_keys
            WHERE organization_id = ? AND revoked_at IS NULL
            """,
            row -> row.longValue("live"),
            organizationId);
    if (live >= config.maxPerOrganization()) {
      throw KernelRefusal.LIMIT_REACHED.because(
          "an organization has at most %d keys", config.maxPerOrganization());
    }
  }

  private void insert(
      UUID id,
      UUID organizationId,
      UUID userId,
      Asked asked,
      @Nullable Instant expiresAt,
      String secret,
      Instant now) {
    ApiKey.RateLimit limit =
        KeyRules.limit(asked.rateLimit(), config.rateLimit(), config.rateWindow());
    ApiKey.Refill refill = asked.refill();
    sql.update(
        """
        INSERT INTO identity.api_keys (id, organization_id, user_id, name, kind,
          cross_organization, prefix, start, key_hash, permissions, metadata, rate_limit_enabled,
          rate_limit_window_ms, rate_limit_max, window_count, request_count, remaining,
          refill_amount, refill_interval_ms, last_refill_at, enabled, expires_at, created_at,
          updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, true, ?, ?, ?)
        """,
        id,
        organizationId,
        userId,
        asked.name(),
        asked.kind(),
        asked.crossOrganization(),
        prefix.value(),
        start(secret),
        Hashes.sha256(secret),
        asked.permissions(),
        Json.param(asked.metadata() == null ? Map.of() : asked.metadata()),
        limit.enabled(),
        limit.windowMs(),
        limit.max(),
        asked.remaining(),
        refill == null ? null : refill.amount(),
        refill == null ? null : refill.intervalMs(),
        refill == null ? null : now,
        expiresAt,
        now,
        now);
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, also for another organization's key
   */
  @Transactional
  public ApiKey get(UUID organizationId, UUID keyId) {
    return sql.first(
            "SELECT * FROM identity.api_keys WHERE id = ? AND organization_id = ?",
            ApiKey::of,
            keyId,
            organizationId)
        .orElseThrow(() -> KernelRefusal.notFound("API key"));
  }

  /**
   * Newest first; up to {@code limit + 1}.
   *
   * @param userId whose keys; null = everybody's
   * @param revoked null = both
   */
  @Transactional
  public List<ApiKey> list(
      UUID organizationId, @Nullable UUID userId, @Nullable Boolean revoked, PageRequest page) {
    Instant after = page.afterInstant(0);
    return sql.list(
        """
        SELECT * FROM identity.api_keys
        WHERE organization_id = ? AND (?::uuid IS NULL OR user_id = ?::uuid)
          AND (?::boolean IS NULL OR (revoked_at IS NOT NULL) = ?::boolean)
          AND (?::timestamptz IS NULL OR (created_at, id) < (?::timestamptz, ?::uuid))
        ORDER BY created_at DESC, id DESC LIMIT ?
        """,
        ApiKey::of,
        organizationId,
        userId,
        userId,
        revoked,
        revoked,
        after,
        after,
        page.afterId(1),
        page.limit() + 1);
  }

  /**
   * Ends a key and the one it replaced, from the next call on; ending it again changes nothing.
   *
   * @param version refuses another one; null = whatever it is
   * @param actor null for a service key
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}
   */
  @Transactional
  public void revoke(ApiKey seen, @Nullable Integer version, @Nullable UUID actor) {
    Instant now = clock.instant();
    int ended =
        sql.update(
            """
            UPDATE identity.api_keys SET revoked_at = ?, updated_at = ?, version = version + 1
            WHERE id = ? AND organization_id = ? AND revoked_at IS NULL
              AND version = coalesce(?::integer, version)
            """,
            now,
            now,
            seen.id(),
            seen.organizationId(),
            version);
    if (ended == 0) {
      get(seen.organizationId(), seen.id()).requireVersion(version);
      return;
    }
    log.add(
        AuthenticationEvent.success("api_key_revoked", actor)
            .organization(seen.organizationId())
            .details(Map.of("apiKeyId", seen.id())));
    audit.add(
        AuditEntry.of("identity", "api_key.revoke", "api_key", seen.id())
            .organization(seen.organizationId())
            .before(Map.of("revoked", false))
            .after(Map.of("revoked", true)));
  }
}
