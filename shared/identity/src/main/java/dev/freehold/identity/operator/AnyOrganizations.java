package dev.freehold.identity.operator;

import dev.freehold.identity.IdentityMessages.OrganizationChanged;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.ReservedNames;
import dev.freehold.identity.member.Owners;
import dev.freehold.identity.member.OwnershipService;
import dev.freehold.identity.organization.Organization;
import dev.freehold.identity.organization.OrganizationService;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Organizations as operators look for them, and what they put right there. */
@ApplicationScoped
public class AnyOrganizations {

  private final Sql sql;
  private final OrganizationService organizations;
  private final Owners owners;
  private final OwnershipService ownership;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  AnyOrganizations(
      Sql sql,
      OrganizationService organizations,
      Owners owners,
      OwnershipService ownership,
      Outbox outbox,
      Audit audit,
      Clock clock) {
    this.sql = sql;
    this.organizations = organizations;
    this.owners = owners;
    this.ownership = ownership;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** Whose an organization is. */
  public enum Kind {
    TENANT,
    OPERATOR
  }

  /**
   * In operator scope, newest first; up to {@code limit + 1}.
   *
   * @param query a part of name or slug; null = any
   * @param kind null = any
   */
  @Transactional
  public List<Organization> list(@Nullable String query, @Nullable Kind kind, PageRequest page) {
    var conditions = new StringBuilder();
    var args = new ArrayList<@Nullable Object>();
    if (query != null) {
      conditions.append(" AND (o.name ILIKE ? OR o.slug ILIKE ?)");
      String pattern = Patterns.containing(query);
      args.addAll(List.of(pattern, pattern));
    }
    if (kind != null) {
      conditions.append(" AND o.kind = ?");
      args.add(kind);
    }
    if (!page.isFirst()) {
      conditions.append(" AND (o.created_at, o.id) < (?::timestamptz, ?::uuid)");
      args.add(page.afterInstant(0));
      args.add(page.afterId(1));
    }
    args.add(page.limit() + 1);
    return sql.list(
        "SELECT o.*, NULL::text AS caller_role FROM identity.organizations o"
            + " WHERE o.deleted_at IS NULL"
            + conditions
            + " ORDER BY o.created_at DESC, o.id DESC LIMIT ?",
        Organization::of,
        args.toArray());
  }

  /**
   * Gives it another slug, or makes a member the accountable owner; the former one stays an owner.
   *
   * @param slug null = stays
   * @param ownerId null = stays
   * @param requireVersion refuses another version than the caller knows
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     NAME_RESERVED}, {@code SLUG_TAKEN}, {@code LIMIT_REACHED}
   */
  @Transactional
  public Organization update(
      UUID organizationId,
      @Nullable String slug,
      @Nullable UUID ownerId,
      IntConsumer requireVersion) {
    owners.lock(organizationId);
    Organization before = organizations.get(organizationId, null);
    requireVersion.accept(before.version());
    if (slug != null && !slug.equals(before.slug())) {
      rename(organizationId, slug);
    }
    if (ownerId != null) {
      ownership.appoint(organizationId, ownerId);
    }
    Organization after = organizations.get(organizationId, null);
    if (after.version() != before.version()) {
      announce(before, after);
    }
    return after;
  }

  private void rename(UUID organizationId, String slug) {
    if (ReservedNames.contains(slug)) {
      throw IdentityRefusal.NAME_RESERVED.because("slug %s is reserved", slug);
    }
    try {
      sql.update(
          """
          UPDATE identity.organizations SET slug = ?, updated_at = ?, version = version + 1
          WHERE id = ?
          """,
          slug,
          clock.instant(),
          organizationId);
    } catch (RuntimeException failure) {
      if (SqlFailure.constraint(failure).orElse("").equals("organizations_slug_key")) {
        throw IdentityRefusal.SLUG_TAKEN.because("slug %s is taken", slug);
      }
      throw failure;
    }
  }

  private void announce(Organization before, Organization after) {
    outbox.send(
        Message.event("identity.organization.updated")
            .organization(after.id())
            .data(
                new OrganizationChanged(
                    after.id(), after.ownerId(), after.kind(), after.isDefault(), after.slug())));
    audit.add(
        AuditEntry.of("identity", "organization.update", "organization", after.id())
            .organization(after.id())
            .before(shown(before))
            .after(shown(after)));
  }

  private static Map<String, Object> shown(Organization organization) {
    return Map.of("slug", organization.slug(), "ownerId", organization.ownerId());
  }
}
