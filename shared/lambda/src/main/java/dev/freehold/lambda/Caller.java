package dev.freehold.lambda;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Permissions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who calls and what they may do in the acting organization, as one statement found it. Nothing of
 * it outlives the call: a revocation holds from the next one on.
 *
 * @param role the member's role in the acting organization; null for operators who are no members
 * @param rolePermissions of a custom role; null for the built-in ones, whose sets are code
 * @param keyPermissions what the key or token is cut to; null for a session
 */
public record Caller(
    @Nullable UUID sessionId,
    @Nullable UUID apiKeyId,
    @Nullable UUID clientId,
    @Nullable UUID userId,
    @Nullable String email,
    boolean deletionScheduled,
    String systemRole,
    boolean twoFactorEnabled,
    @Nullable UUID organizationId,
    @Nullable String organizationKind,
    boolean organizationRequiresTwoFactor,
    @Nullable String role,
    @Nullable List<String> rolePermissions,
    List<String> allowed,
    List<String> denied,
    @Nullable List<String> keyPermissions,
    @Nullable String keyKind,
    boolean crossOrganization,
    List<String> methods,
    @Nullable Instant authenticatedAt,
    @Nullable UUID impersonatedBy,
    @Nullable UUID sessionOrganizationId,
    @Nullable Instant expiresAt) {

  public boolean isSession() {
    return sessionId != null;
  }

  public boolean isImpersonated() {
    return impersonatedBy != null;
  }

  /** A session of an operator; keys and tokens never act as one. */
  public boolean isOperator() {
    return isSession() && !systemRole.equals("user");
  }

  public boolean isServiceKey() {
    return "service".equals(keyKind);
  }

  /** The user, where the caller must be one. */
  public UUID user() {
    return Objects.requireNonNull(userId, "a service key has no user");
  }

  /** True when TOTP or a backup code proved this session. */
  public boolean hasSecondFactor() {
    return methods.contains("totp") || methods.contains("backup_code");
  }

  /** Everything the caller may do now, apps' own permissions by grant included. */
  public Set<String> permissions() {
    if (isServiceKey()) {
      return cut(new LinkedHashSet<>(keys()));
    }
    Set<String> held = ofMember();
    if (isOperator()) {
      held.addAll(ofOperator());
    }
    return cut(held);
  }

  private Set<String> ofMember() {
    var held = new LinkedHashSet<String>(rolePermissions == null ? builtIn() : rolePermissions);
    held.addAll(allowed);
    denied.forEach(held::remove);
    if (keyPermissions != null) {
      held.retainAll(keyPermissions);
    }
    return held;
  }

  private Set<String> cut(Set<String> held) {
    if (crossOrganization) {
      held.removeIf(permission -> !Permissions.mayBeCrossOrganization(permission));
    }
    return held;
  }

  private Set<String> builtIn() {
    return role == null ? Set.of() : Permissions.ofRole(role);
  }

  private List<String> keys() {
    return keyPermissions == null ? List.of() : keyPermissions;
  }

  private Set<String> ofOperator() {
    var held = new LinkedHashSet<>(Permissions.ofSystemRole(systemRole));
    Permissions.catalogue().stream()
        .map(Permissions.Entry::permission)
        .filter(permission -> permission.endsWith(":read"))
        .forEach(held::add);
    return held;
  }

  /** May they, now, in the acting organization. */
  public boolean may(String permission) {
    if (permissions().contains(permission)) {
      return true;
    }
    // Owners and admins hold every permission of apps, which no catalogue can list.
    return Permissions.isOfApp(permission)
        && ("owner".equals(role) || "admin".equals(role))
        && !denied.contains(permission)
        && (keyPermissions == null || keyPermissions.contains(permission));
  }

  /** True when only being an operator gives the permission, so that its second factor is due. */
  public boolean needsOperator(String permission) {
    if (Permissions.isOperatorOnly(permission)) {
      return true;
    }
    return isOperator() && permission.endsWith(":read") && !ofMember().contains(permission);
  }

  /**
   * As the audit names the caller.
   *
   * @param operatorScope the call acts on all organizations
   */
  Actor actor(boolean operatorScope) {
    if (apiKeyId != null) {
      return new Actor(Actor.Type.API_KEY, apiKeyId.toString(), email, null);
    }
    Actor.Type type =
        operatorScope || (isOperator() && role == null) ? Actor.Type.OPERATOR : Actor.Type.USER;
    return new Actor(type, user().toString(), email, impersonatedBy);
  }

  /** Whose idempotency keys they use. */
  String idempotencyCaller() {
    if (apiKeyId != null) {
      return "key:" + apiKeyId;
    }
    return clientId != null ? "client:" + clientId : "user:" + userId;
  }
}
