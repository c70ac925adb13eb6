package dev.freehold.identity.role;

import dev.freehold.identity.Changes;
import dev.freehold.identity.IdentityConfig;
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
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Roles of an organization. A change of one holds for its members from the next call on. */
@ApplicationScoped
public class RoleService {

  private static final String SHOWN =
      """
      SELECT r.*, (SELECT count(*)::integer FROM identity.members m
          WHERE m.organization_id = r.organization_id AND m.custom_role_id = r.id) AS member_count
      FROM identity.organization_roles r
      WHERE r.organization_id = ?
      """;

  private static final String NEEDED = "roles:manage";

  /** What refers to a role and must not be left without it. */
  private static final Set<String> HOLDERS =
      Set.of("members_custom_role_fkey", "invitations_organization_id_pending_role_id_fkey");

  private final Sql sql;
  private final Giving giving;
  private final Audit audit;
  private final IdentityConfig.Organization config;
  private final Clock clock;
  private final Ids ids;

  RoleService(Sql sql, Giving giving, Audit audit, IdentityConfig config, Clock clock, Ids ids) {
    this.sql = sql;
    this.giving = giving;
    this.audit = audit;
    this.config = config.organization();
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * The built-in ones first, then the organization's own by name; up to {@code limit + 1}.
   *
   * @param page continues after a role's name
   */
  @Transactional
  public List<Role> list(UUID organizationId, PageRequest page) {
    String after = page.afterText(0);
    int shown = after == null ? -1 : Role.BUILT_IN.indexOf(after);
    var found = new ArrayList<Role>();
    if (after == null || shown >= 0) {
      builtIn(organizationId).stream().skip(shown + 1).forEach(found::add);
    }
    found.addAll(
        sql.list(
            SHOWN + " AND (?::text IS NULL OR r.name > ?::text) ORDER BY r.name LIMIT ?",
            Role::of,
            organizationId,
            shown >= 0 ? null : after,
            shown >= 0 ? null : after,
            page.limit() + 1));
    return found.subList(0, Math.min(found.size(), page.limit() + 1));
  }

  private List<Role> builtIn(UUID organizationId) {
    var counts = new HashMap<String, Integer>();
    sql.list(
            "SELECT role, count(*)::integer AS held FROM identity.members WHERE organization_id = ? GROUP BY role",
            row -> Map.entry(row.text("role"), row.intValue("held")),
            organizationId)
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return Role.BUILT_IN.stream()
        .map(name -> Role.builtIn(organizationId, name, counts.getOrDefault(name, 0)))
        .toList();
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public Role get(UUID organizationId, UUID roleId) {
    return sql.first(SHOWN + " AND r.id = ?", Role::of, organizationId, roleId)
        .orElseThrow(() -> KernelRefusal.notFound("role"));
  }

  /**
   * What is asked for.
   *
   * @param permissions 0 to 200, without duplicates
   */
  public record Asked(
      String name,
      @Nullable String displayName,
      @Nullable String description,
      List<String> permissions) {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code NAME_TAKEN}, {@code UNKNOWN_PERMISSION}, {@code
   *     NAME_RESERVED}, {@code ESCALATION}, {@code LIMIT_REACHED}
   */
  @Transactional
  public Role create(UUID organizationId, Asked asked, Giver giver) {
    Predicate<String> held = giving.begin(organizationId, giver, NEEDED).giver().may();
    checkFree(organizationId, asked.name());
    PermissionCheck.checkKnown(asked.permissions());
    RoleRules.checkName(asked.name());
    RoleRules.checkGiven(asked.permissions(), held);
    checkLimit(organizationId);
    Instant now = clock.instant();
    UUID id = ids.next();
    sql.update(
        """
        INSERT INTO identity.organization_roles (id, organization_id, name, display_name,
          description, permissions, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id,
        organizationId,
        asked.name(),
        asked.displayName(),
        asked.description(),
        asked.permissions(),
        now,
        now);
    audit.add(
        AuditEntry.of("identity", "role.create", "role", id)
            .organization(organizationId)
            .after(Map.of("name", asked.name(), "permissions", asked.permissions())));
    return get(organizationId, id);
  }

  /** What changes; null = stays. */
  public record Change(
      @Nullable String name,
      @Nullable String displayName,
      @Nullable String description,
      @Nullable List<String> permissions) {}

  /**
   * Only what is added must be held by who adds it: taking away gives nobody anything.
   *
   * @param version refuses another one; null = whatever it is
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     NAME_TAKEN}, {@code UNKNOWN_PERMISSION}, {@code NAME_RESERVED}, {@code ESCALATION}
   */
  @Transactional
  public Role update(
      UUID organizationId, UUID roleId, Change change, @Nullable Integer version, Giver giver) {
    Predicate<String> held = giving.begin(organizationId, giver, NEEDED).giver().may();
    Role role = get(organizationId, roleId);
    checkVersion(role, version);
    String name = Objects.requireNonNullElse(change.name(), role.name());
    List<String> permissions = Objects.requireNonNullElse(change.permissions(), role.permissions());
    if (!name.equals(role.name())) {
      checkFree(organizationId, name);
    }
    List<String> added =
        permissions.stream()
            .filter(permission -> !role.permissions().contains(permission))
            .toList();
    PermissionCheck.checkKnown(added);
    RoleRules.checkName(name);
    RoleRules.checkGiven(added, held);
    write(
        role,
        name,
        change.displayName() == null ? role.displayName() : change.displayName(),
        change.description() == null ? role.description() : change.description(),
        permissions);
    return get(organizationId, roleId);
  }

  private void write(
      Role old,
      String name,
      @Nullable String displayName,
      @Nullable String description,
      List<String> permissions) {
    sql.update(
        """
        UPDATE identity.organization_roles
        SET name = ?, display_name = ?, description = ?, permissions = ?, updated_at = ?,
          version = version + 1
        WHERE id = ? AND organization_id = ?
        """,
        name,
        displayName,
        description,
        permissions,
        clock.instant(),
        old.id(),
        old.organizationId());
    var changes =
        new Changes()
            .add("name", old.name(), name)
            .add("displayName", old.displayName(), displayName)
            .add("description", old.description(), description)
            .add("permissions", old.permissions(), permissions);
    audit.add(
        AuditEntry.of("identity", "role.update", "role", Objects.requireNonNull(old.id()))
            .organization(old.organizationId())
            .before(changes.before())
            .after(changes.after()));
  }

  /**
   * @param version refuses another one; null = whatever it is
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     ROLE_IN_USE}
   */
  @Transactional
  public void delete(UUID organizationId, UUID roleId, @Nullable Integer version, Giver giver) {
    giving.begin(organizationId, giver, NEEDED);
    Role role = get(organizationId, roleId);
    checkVersion(role, version);
    if (role.memberCount() > 0) {
      throw inUse(role);
    }
    remove(role);
    audit.add(
        AuditEntry.of("identity", "role.delete", "role", roleId)
            .organization(organizationId)
            .before(Map.of("name", role.name(), "permissions", role.permissions())));
  }

  /** The table judges again: it knows of those who do not queue up at the organization. */
  private void remove(Role role) {
    try {
      sql.update(
          "DELETE FROM identity.organization_roles WHERE id = ? AND organization_id = ?",
          role.id(),
          role.organizationId());
    } catch (SqlFailure failure) {
      if (SqlFailure.constraint(failure).filter(HOLDERS::contains).isPresent()) {
        throw inUse(role);
      }
      throw failure;
    }
  }

  private static RuntimeException inUse(Role role) {
    return IdentityRefusal.ROLE_IN_USE.because("somebody has the role %s", role.name());
  }

  private void checkFree(UUID organizationId, String name) {
    sql.first(
            "SELECT id FROM identity.organization_roles WHERE organization_id = ? AND name = ?",
            row -> row.uuid("id"),
            organizationId,
            name)
        .ifPresent(
            taken -> {
              throw IdentityRefusal.NAME_TAKEN.because("there is a role %s", name);
            });
  }

  private void checkLimit(UUID organizationId) {
    long roles =
        sql.one(
            "SELECT count(*) AS roles FROM identity.organization_roles WHERE organization_id = ?",
            row -> row.longValue("roles"),
            organizationId);
    if (roles >= config.maxRoles()) {
      throw KernelRefusal.LIMIT_REACHED.because(
          "an organization has at most %d roles of its own", config.maxRoles());
    }
  }

  private static void checkVersion(Role role, @Nullable Integer version) {
    if (version != null && version != role.version()) {
      throw KernelRefusal.VERSION_MISMATCH.because("the resource is at version %d", role.version());
    }
  }
}
