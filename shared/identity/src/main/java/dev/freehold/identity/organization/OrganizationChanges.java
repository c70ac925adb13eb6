package dev.freehold.identity.organization;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.Changes;
import dev.freehold.identity.IdentityMessages.OrganizationChanged;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Maybe;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes and ends organizations. */
@ApplicationScoped
public class OrganizationChanges {

  private final Sql sql;
  private final OrganizationService organizations;
  private final AuthenticationLog log;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  OrganizationChanges(
      Sql sql,
      OrganizationService organizations,
      AuthenticationLog log,
      Outbox outbox,
      Audit audit,
      Clock clock) {
    this.sql = sql;
    this.organizations = organizations;
    this.log = log;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is to change; null and absent = stays.
   *
   * @param allowedEmailDomains null inside = any
   */
  public record Wanted(
      @Nullable String name,
      @Nullable String slug,
      Maybe<String> logoUrl,
      @Nullable JsonNode metadata,
      Maybe<List<String>> allowedEmailDomains,
      @Nullable Boolean requireTwoFactor) {}

  /**
   * Who changes it.
   *
   * @param userId null for a service key
   * @param hasTwoFactor an authenticator is enabled
   */
  public record Changer(@Nullable UUID userId, boolean hasTwoFactor) {}

  /**
   * @param expectedVersion null = any
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     SLUG_TAKEN}, {@code NAME_RESERVED}, {@code OWN_TWO_FACTOR_MISSING}
   */
  @Transactional
  public Organization update(
      UUID organizationId, Wanted changes, @Nullable Integer expectedVersion, Changer changer) {
    lock("SELECT id FROM identity.organizations WHERE id = ? FOR NO KEY UPDATE", organizationId);
    Organization before = organizations.get(organizationId, changer.userId());
    if (expectedVersion != null && expectedVersion != before.version()) {
      throw KernelRefusal.VERSION_MISMATCH.because(
          "the resource is at version %d", before.version());
    }
    String slug = Objects.requireNonNullElse(changes.slug(), before.slug());
    if (!slug.equals(before.slug()) && Slug.isReserved(slug)) {
      throw IdentityRefusal.NAME_RESERVED.because("slug %s is reserved", slug);
    }
    write(before, slug, changes);
    if (isDemanded(changes, before) && !changer.hasTwoFactor()) {
      throw IdentityRefusal.OWN_TWO_FACTOR_MISSING.because(
          "who demands a second factor of others has one enabled");
    }
    Organization after = organizations.get(organizationId, changer.userId());
    outbox.send(
        Message.event("identity.organization.updated")
            .organization(organizationId)
            .data(told(after)));
    Changes changed = changed(before, after);
    audit.add(
        AuditEntry.of("identity", "organization.update", "organization", organizationId)
            .organization(organizationId)
            .before(changed.before())
            .after(changed.after()));
    return after;
  }

  private static boolean isDemanded(Wanted changes, Organization before) {
    return Boolean.TRUE.equals(changes.requireTwoFactor()) && !before.requireTwoFactor();
  }

  private void lock(String statement, UUID organizationId) {
    sql.first(statement, row -> row.uuid("id"), organizationId);
  }

  private void write(Organization before, String slug, Wanted changes) {
    try {
      sql.update(
          """
          UPDATE identity.organizations SET name = ?, slug = ?, logo_url = ?, metadata = ?,
            allowed_email_domains = ?, require_two_factor = ?, updated_at = ?,
            version = version + 1
          WHERE id = ?
          """,
          Objects.requireNonNullElse(changes.name(), before.name()),
          slug,
          changes.logoUrl().orOld(before.logoUrl()),
          Json.param(changes.metadata() == null ? before.metadata() : changes.metadata()),
          changes.allowedEmailDomains().orOld(before.allowedEmailDomains()),
          Objects.requireNonNullElse(changes.requireTwoFactor(), before.requireTwoFactor()),
          clock.instant(),
          before.id());
    } catch (RuntimeException failure) {
      if (SqlFailure.constraint(failure).orElse("").equals("organizations_slug_key")) {
        throw IdentityRefusal.SLUG_TAKEN.because("slug %s is taken", slug);
      }
      throw failure;
    }
  }

  private static OrganizationChanged told(Organization organization) {
    return new OrganizationChanged(
        organization.id(),
        organization.ownerId(),
        organization.kind(),
        organization.isDefault(),
        organization.slug());
  }

  private static Changes changed(Organization before, Organization after) {
    return new Changes()
        .add("name", before.name(), after.name())
        .add("slug", before.slug(), after.slug())
        .add("logoUrl", before.logoUrl(), after.logoUrl())
        .add("metadata", before.metadata().toString(), after.metadata().toString())
        .add("allowedEmailDomains", before.allowedEmailDomains(), after.allowedEmailDomains())
        .add("requireTwoFactor", before.requireTwoFactor(), after.requireTwoFactor());
  }

  /**
   * Ends an organization in which nothing lives any more, with its members, invitations and keys.
   *
   * @param confirmSlug typed by the person
   * @param expectedVersion null = any
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     ORGANIZATION_IN_USE}, {@code DEFAULT_ORGANIZATION}, {@code CONFIRMATION_MISMATCH}
   */
  @Transactional
  public void delete(
      UUID organizationId, String confirmSlug, @Nullable Integer expectedVersion, UUID userId) {
    // Against those, too, who only point to it: what they begin now is seen, or waits.
    lock("SELECT id FROM identity.organizations WHERE id = ? FOR UPDATE", organizationId);
    Organization organization = organizations.get(organizationId, userId);
    if (expectedVersion != null && expectedVersion != organization.version()) {
      throw KernelRefusal.VERSION_MISMATCH.because(
          "the resource is at version %d", organization.version());
    }
    checkUnused(organizationId);
    if (organization.isDefault()) {
      throw IdentityRefusal.DEFAULT_ORGANIZATION.because("it was made at the owner's sign-up");
    }
    if (!confirmSlug.equals(organization.slug())) {
      throw IdentityRefusal.CONFIRMATION_MISMATCH.because("confirmSlug is not the slug");
    }
    end(organization, userId);
  }

  private void checkUnused(UUID organizationId) {
    List<String> uses =
        sql.one(
            "SELECT identity.uses_of_organization(?) AS uses",
            row -> row.texts("uses"),
            organizationId);
    if (!uses.isEmpty()) {
      var refusal = IdentityRefusal.ORGANIZATION_IN_USE.because("something lives in it");
      for (String use : uses) {
        refusal = refusal.field(use, "IN_USE", "end its " + use + " first");
      }
      throw refusal;
    }
  }

  private void end(Organization organization, UUID userId) {
    Instant now = clock.instant();
    List<UUID> keys =
        sql.one(
            "SELECT identity.end_organization(?, ?) AS keys",
            row -> row.uuids("keys"),
            organization.id(),
            now);
    if (!keys.isEmpty()) {
      log.add(
          keys.stream()
              .map(
                  key ->
                      AuthenticationEvent.success("api_key_revoked", userId)
                          .organization(organization.id())
                          .details(Map.of("apiKeyId", key)))
              .toArray(AuthenticationEvent[]::new));
    }
    outbox.send(
        Message.event("identity.organization.deleted")
            .organization(organization.id())
            .data(told(organization)));
    audit.add(
        AuditEntry.of("identity", "organization.delete", "organization", organization.id())
            .organization(organization.id())
            .before(Map.of("name", organization.name(), "slug", organization.slug())));
  }
}
