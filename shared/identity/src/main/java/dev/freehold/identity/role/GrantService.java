package dev.freehold.identity.role;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.member.Giver;
import dev.freehold.identity.member.Giving;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Grants and denials of members; one a member and permission. */
@ApplicationScoped
public class GrantService {

  private static final String NEEDED = "grants:manage";

  /** Of a member, as many as a role has permissions: each of the member's calls reads them all. */
  private static final int MAX_OF_MEMBER = 200;

  private final Sql sql;
  private final Giving giving;
  private final Audit audit;
  private final Clock clock;
  private final Ids ids;

  GrantService(Sql sql, Giving giving, Audit audit, Clock clock, Ids ids) {
    this.sql = sql;
    this.giving = giving;
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
  }

  /** Newest first, what is over included; up to {@code limit + 1}. Null = any. */
  @Transactional
  public List<Grant> list(
      UUID organizationId, @Nullable UUID userId, @Nullable String permission, PageRequest page) {
    return sql.list(
        """
        SELECT * FROM identity.permission_grants
        WHERE organization_id = ? AND (?::uuid IS NULL OR user_id = ?::uuid)
          AND (?::text IS NULL OR permission = ?::text)
          AND (?::timestamptz IS NULL OR (created_at, id) < (?::timestamptz, ?::uuid))
        ORDER BY created_at DESC, id DESC LIMIT ?
        """,
        Grant::of,
        organizationId,
        userId,
        userId,
        permission,
        permission,
        page.afterInstant(0),
        page.afterInstant(0),
        page.afterId(1),
        page.limit() + 1);
  }

  /** What is asked for; {@code expiresAt} null = never over. */
  public record Asked(
      UUID userId,
      String permission,
      Grant.Effect effect,
      @Nullable String reason,
      @Nullable Instant expiresAt) {}

  /**
   * Makes a grant or replaces the one of the same member and permission.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} when the person is no member, {@code
   *     UNKNOWN_PERMISSION}, {@code ESCALATION}, {@code OWNER_NOT_DENIABLE}, {@code
   *     EXPIRY_IN_PAST}, {@code LIMIT_REACHED}
   */
  @Transactional
  public Grant put(UUID organizationId, Asked asked, Giver giver) {
    Instant now = clock.instant();
    Predicate<String> held = giving.begin(organizationId, giver, NEEDED).giver().may();
    String role = roleOf(organizationId, asked.userId());
    PermissionCheck.checkKnown(List.of(asked.permission()));
    Optional<Grant> old = find(organizationId, asked.userId(), asked.permission());
    checkEscalation(asked, old, held, now);
    if (asked.effect() == Grant.Effect.DENY && role.equals("owner")) {
      throw IdentityRefusal.OWNER_NOT_DENIABLE.because("an owner is denied nothing");
    }
    Instant expiresAt = asked.expiresAt();
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw IdentityRefusal.EXPIRY_IN_PAST.because("%s has passed", expiresAt);
    }
    if (old.isEmpty()) {
      checkLimit(organizationId, asked.userId());
    }
    Grant made = write(organizationId, asked, giver, now);
    var entry =
        AuditEntry.of("identity", "grant.put", "permission_grant", made.id())
            .organization(organizationId)
            .after(fields(made));
    audit.add(old.isPresent() ? entry.before(fields(old.get())) : entry);
    return made;
  }

  /** Ending a denial early, or replacing it, gives the permission as an allowance does. */
  private static void checkEscalation(
      Asked asked, Optional<Grant> old, Predicate<String> held, Instant now) {
    boolean endsDenial =
        old.isPresent() && old.get().deniesAt(now) && !old.get().endsBy(asked.expiresAt());
    if (asked.effect() == Grant.Effect.ALLOW || endsDenial) {
      RoleRules.checkGiven(List.of(asked.permission()), held);
    }
  }

  private void checkLimit(UUID organizationId, UUID userId) {
    long grants =
        sql.one(
            """
            SELECT count(*) AS n FROM identity.permission_grants
            WHERE organization_id = ? AND user_id = ?
            """,
            row -> row.longValue("n"),
            organizationId,
            userId);
    if (grants >= MAX_OF_MEMBER) {
      throw KernelRefusal.LIMIT_REACHED.because(
          "a member has at most %d grants and denials, past ones included", MAX_OF_MEMBER);
    }
  }

  private Grant write(UUID organizationId, Asked asked, Giver giver, Instant now) {
    return sql.one(
        """
        INSERT INTO identity.permission_grants AS g (id, organization_id, user_id, permission,
          effect, reason, granted_by, expires_at, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?,
          coalesce(?::uuid, (SELECT k.user_id FROM identity.api_keys k WHERE k.id = ?::uuid)),
          ?, ?, ?)
        ON CONFLICT (organization_id, user_id, permission) DO UPDATE
        SET effect = excluded.effect, reason = excluded.reason, granted_by = excluded.granted_by,
          expires_at = excluded.expires_at, updated_at = excluded.updated_at
        RETURNING g.*
        """,
        Grant::of,
        ids.next(),
        organizationId,
        asked.userId(),
        asked.permission(),
        asked.effect(),
        asked.reason(),
        giver.userId(),
        giver.apiKeyId(),
        asked.expiresAt(),
        now,
        now);
  }

  /**
   * What the role gives is back.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code ESCALATION} for a denial of what
   *     the caller does not hold
   */
  @Transactional
  public void delete(UUID organizationId, UUID grantId, Giver giver) {
    Predicate<String> held = giving.begin(organizationId, giver, NEEDED).giver().may();
    Grant grant =
        sql.first(
                "SELECT * FROM identity.permission_grants WHERE id = ? AND organization_id = ?",
                Grant::of,
                grantId,
                organizationId)
            .orElseThrow(() -> KernelRefusal.notFound("grant"));
    if (grant.deniesAt(clock.instant())) {
      RoleRules.checkGiven(List.of(grant.permission()), held);
    }
    sql.update(
        "DELETE FROM identity.permission_grants WHERE id = ? AND organization_id = ?",
        grantId,
        organizationId);
    audit.add(
        AuditEntry.of("identity", "grant.delete", "permission_grant", grantId)
            .organization(organizationId)
            .before(fields(grant)));
  }

  private static Map<String, ?> fields(Grant grant) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("userId", grant.userId().toString());
    fields.put("permission", grant.permission());
    fields.put("effect", grant.effect() == Grant.Effect.ALLOW ? "allow" : "deny");
    fields.put("expiresAt", grant.expiresAt() == null ? null : grant.expiresAt().toString());
    return fields;
  }

  private String roleOf(UUID organizationId, UUID userId) {
    return sql.first(
            "SELECT role FROM identity.members WHERE organization_id = ? AND user_id = ?",
            row -> row.text("role"),
            organizationId,
            userId)
        .orElseThrow(() -> KernelRefusal.notFound("member"));
  }

  private Optional<Grant> find(UUID organizationId, UUID userId, String permission) {
    return sql.first(
        """
        SELECT * FROM identity.permission_grants
        WHERE organization_id = ? AND user_id = ? AND permission = ?
        """,
        Grant::of,
        organizationId,
        userId,
        permission);
  }
}
