package dev.freehold.identity.permission;

import dev.freehold.kernel.Permissions;
import dev.freehold.kernel.sql.Row;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do in one organization, and why: the role's set, plus allows, minus denials; a
 * denial wins; a key cuts what is left.
 *
 * @param role null = not a member
 * @param rolePermissions of a custom role; null for the built-in ones, whose sets are code
 * @param keyPermissions null where no key cuts
 */
public record Rights(
    @Nullable String role,
    @Nullable List<String> rolePermissions,
    List<String> allowed,
    List<String> denied,
    @Nullable List<String> keyPermissions,
    boolean isServiceKey) {

  /** Why something is allowed, or not. */
  public enum Source {
    ROLE,
    GRANT,
    DENIAL,
    KEY,
    NONE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One answer. */
  public record Answer(String permission, boolean allowed, Source source) {}

  /** Of a row with the columns of {@code identity.caller}. */
  public static Rights of(Row row) {
    return new Rights(
        row.textOrNull("role"),
        row.isNull("role_permissions") ? null : row.texts("role_permissions"),
        row.texts("allowed"),
        row.texts("denied"),
        row.isNull("key_permissions") ? null : row.texts("key_permissions"),
        "service".equals(row.textOrNull("key_kind")));
  }

  /** Denials alone: of somebody whom the platform lets in no more. */
  public Rights ofNobody() {
    return new Rights(null, null, List.of(), denied, keyPermissions, isServiceKey);
  }

  public Answer judge(String permission) {
    boolean cut = keyPermissions != null && !keyPermissions.contains(permission);
    if (isServiceKey) {
      return new Answer(permission, !cut, cut ? Source.NONE : Source.KEY);
    }
    if (denied.contains(permission)) {
      return new Answer(permission, false, Source.DENIAL);
    }
    boolean byRole = ofRole(permission);
    boolean held = byRole || allowed.contains(permission);
    if (held && cut) {
      return new Answer(permission, false, Source.KEY);
    }
    return new Answer(permission, held, !held ? Source.NONE : byRole ? Source.ROLE : Source.GRANT);
  }

  public boolean mayAll(Collection<String> wanted) {
    return wanted.stream().allMatch(permission -> judge(permission).allowed());
  }

  private boolean ofRole(String permission) {
    if (role == null) {
      return false;
    }
    if (rolePermissions != null) {
      return rolePermissions.contains(permission);
    }
    // Owners and admins hold every permission of apps, which no catalogue can list.
    return Permissions.ofRole(role).contains(permission)
        || (Permissions.isOfApp(permission) && !role.equals("member") && !role.equals("custom"));
  }

  /** Everything held now, sorted; of apps' permissions only those a role or grant names. */
  public Set<String> all() {
    var held = new TreeSet<String>();
    if (role != null) {
      held.addAll(rolePermissions == null ? Permissions.ofRole(role) : rolePermissions);
    }
    held.addAll(allowed);
    if (keyPermissions != null) {
      held.addAll(keyPermissions);
    }
    held.removeIf(permission -> !judge(permission).allowed());
    return held;
  }
}
