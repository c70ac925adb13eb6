package dev.freehold.identity.organization;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityMessages.MemberJoined;
import dev.freehold.identity.IdentityMessages.OrganizationChanged;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes an organization whole: its row, its owner as a member, the preset roles, messages and
 * audit. In the transaction of the caller, which acts in the new organization.
 */
@ApplicationScoped
public class OrganizationFactory {

  /** Of 36⁴ variants one is free unless something is wrong. */
  private static final int SLUG_TRIES = 5;

  private final Sql sql;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;
  private final Ids ids;
  private final List<PresetRole> presets;

  OrganizationFactory(
      Sql sql, Outbox outbox, Audit audit, Clock clock, Ids ids, IdentityConfig config) {
    this.sql = sql;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
    this.presets =
        config.organization().presetRoles().stream()
            .map(preset -> PresetRole.valueOf(preset.name()))
            .toList();
  }

  /**
   * What is to be made.
   *
   * @param slug null = made from the name, varied where it is taken
   * @param kind {@code tenant} or {@code operator}
   * @param isDefault made at the owner's sign-up
   */
  public record NewOrganization(
      UUID id,
      String name,
      @Nullable String slug,
      @Nullable String logoUrl,
      Map<String, ?> metadata,
      String kind,
      boolean isDefault,
      UUID ownerId) {}

  /**
   * The slug it got.
   *
   * @throws dev.freehold.kernel.Refusal {@code SLUG_TAKEN}, then {@code NAME_RESERVED}: only for a
   *     slug that was asked for
   */
  public String make(NewOrganization made) {
    Instant now = clock.instant();
    String slug = made.slug() == null ? insertVaried(made, now) : insertAsked(made, now);
    sql.update(
        """
        INSERT INTO identity.members (id, organization_id, user_id, role, created_at, updated_at)
        VALUES (?, ?, ?, 'owner', ?, ?)
        """,
        ids.next(),
        made.id(),
        made.ownerId(),
        now,
        now);
    insertPresetRoles(made.id(), now);
    announce(made, slug);
    return slug;
  }

  private String insertAsked(NewOrganization made, Instant now) {
    String slug = String.valueOf(made.slug());
    // The table judges both in one place; a reserved one is never taken.
    if (Slug.isReserved(slug)) {
      throw IdentityRefusal.NAME_RESERVED.because("slug %s is reserved", slug);
    }
    if (!insert(made, slug, now)) {
      throw IdentityRefusal.SLUG_TAKEN.because("slug %s is taken", slug);
    }
    return slug;
  }

  private String insertVaried(NewOrganization made, Instant now) {
    String plain = Slug.from(made.name());
    String slug = Slug.isReserved(plain) ? Slug.varied(plain) : plain;
    for (int tries = 0; tries < SLUG_TRIES; tries++) {
      if (insert(made, slug, now)) {
        return slug;
      }
      slug = Slug.varied(plain);
    }
    throw new IllegalStateException("no free slug for " + plain);
  }

  /** False when the slug is taken, also by somebody who is just taking it. */
  private boolean insert(NewOrganization made, String slug, Instant now) {
    return sql.update(
            """
            INSERT INTO identity.organizations (id, name, slug, logo_url, kind, is_default,
              owner_id, require_two_factor, metadata, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?)
            ON CONFLICT (slug) WHERE deleted_at IS NULL DO NOTHING
            """,
            made.id(),
            made.name(),
            slug,
            made.logoUrl(),
            made.kind(),
            made.isDefault(),
            made.ownerId(),
            Json.param(made.metadata()),
            now,
            now)
        == 1;
  }

  private void insertPresetRoles(UUID organizationId, Instant now) {
    List<@Nullable Object[]> rows =
        presets.stream()
            .map(
                role ->
                    new @Nullable Object[] {
                      ids.next(),
                      organizationId,
                      role,
                      role.displayName(),
                      role.permissions(),
                      now,
                      now
                    })
            .toList();
    sql.batch(
        """
        INSERT INTO identity.organization_roles (id, organization_id, name, display_name,
          permissions, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
  }

  private void announce(NewOrganization made, String slug) {
    outbox.send(
        Message.event("identity.organization.created")
            .organization(made.id())
            .data(
                new OrganizationChanged(
                    made.id(), made.ownerId(), made.kind(), made.isDefault(), slug)));
    outbox.send(
        Message.event("identity.member.joined")
            .organization(made.id())
            .data(new MemberJoined(made.id(), made.ownerId(), "owner", null, null)));
    audit.add(
        AuditEntry.of("identity", "organization.create", "organization", made.id())
            .organization(made.id())
            .after(Map.of("name", made.name(), "slug", slug, "kind", made.kind())));
  }
}
