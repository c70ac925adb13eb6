package dev.freehold.identity.organization;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.organization.OrganizationFactory.NewOrganization;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Organizations as their members see and make them. */
@ApplicationScoped
public class OrganizationService {

  private static final String COLUMNS =
      "SELECT o.*, m.role AS caller_role, m.custom_role_id AS caller_role_id"
          + " FROM identity.organizations o";

  private static final String ONE =
      COLUMNS
          + """
           LEFT JOIN identity.members m ON m.organization_id = o.id AND m.user_id = ?
          WHERE o.id = ? AND o.deleted_at IS NULL
          """;

  private final Sql sql;
  private final OrganizationFactory factory;
  private final IdentityConfig.Organization config;
  private final Ids ids;

  OrganizationService(Sql sql, OrganizationFactory factory, IdentityConfig config, Ids ids) {
    this.sql = sql;
    this.factory = factory;
    this.config = config.organization();
    this.ids = ids;
  }

  /** An organization and the caller's custom role there; null for the built-in ones. */
  public record Seen(Organization organization, @Nullable UUID customRoleId) {}

  /**
   * As {@link #get}, with the role's id.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public Seen see(UUID organizationId, @Nullable UUID userId) {
    return sql.first(
            ONE,
            row -> new Seen(Organization.of(row), row.uuidOrNull("caller_role_id")),
            userId,
            organizationId)
        .orElseThrow(() -> KernelRefusal.notFound("organization"));
  }

  /**
   * @param userId whose role is told; null = nobody's (keys of the organization)
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public Organization get(UUID organizationId, @Nullable UUID userId) {
    return see(organizationId, userId).organization();
  }

  /** The organizations a person is a member of, newest first; up to {@code limit + 1}. */
  @Transactional
  public List<Organization> list(UUID userId, PageRequest page) {
    return sql.list(
        COLUMNS
            + """
             JOIN identity.members m ON m.organization_id = o.id
            WHERE m.user_id = ? AND o.deleted_at IS NULL
              AND (?::timestamptz IS NULL OR (o.created_at, o.id) < (?::timestamptz, ?::uuid))
            ORDER BY o.created_at DESC, o.id DESC LIMIT ?
            """,
        Organization::of,
        userId,
        page.afterInstant(0),
        page.afterInstant(0),
        page.afterId(1),
        page.limit() + 1);
  }

  /** What a person asks for; {@code slug} null = made from the name. */
  public record Asked(
      String name, @Nullable String slug, @Nullable String logoUrl, Map<String, ?> metadata) {}

  /**
   * Makes an organization whose owner is the person.
   *
   * @throws dev.freehold.kernel.Refusal {@code SLUG_TAKEN}, {@code NAME_RESERVED}, {@code
   *     LIMIT_REACHED}
   */
  @Transactional
  public Organization create(UUID userId, Asked asked) {
    UUID id = ids.next();
    // From here on the transaction acts in the new organization: its rows and its audit chain.
    sql.one(
        "SELECT set_config('freehold.organization_id', ?, true) AS acting",
        row -> row.text("acting"),
        id.toString());
    // Calls of one person queue up here, so that two at once do not pass the limit.
    sql.first(
        "SELECT id FROM identity.users WHERE id = ? FOR NO KEY UPDATE",
        row -> row.uuid("id"),
        userId);
    factory.make(
        new NewOrganization(
            id,
            asked.name(),
            asked.slug(),
            asked.logoUrl(),
            asked.metadata(),
            "tenant",
            false,
            userId));
    long owned =
        sql.one(
            """
            SELECT count(*) AS owned FROM identity.organizations
            WHERE owner_id = ? AND deleted_at IS NULL
            """,
            row -> row.longValue("owned"),
            userId);
    if (owned > config.maxOwned()) {
      throw KernelRefusal.LIMIT_REACHED.because(
          "a person owns at most %d organizations", config.maxOwned());
    }
    return get(id, userId);
  }
}
