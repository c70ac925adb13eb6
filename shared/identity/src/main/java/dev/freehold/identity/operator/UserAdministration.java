package dev.freehold.identity.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.ReservedNames;
import dev.freehold.identity.operator.AnyUsers.Role;
import dev.freehold.identity.session.SessionEnds;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Maybe;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What operators change of people: in operator scope. */
@ApplicationScoped
public class UserAdministration {

  private static final String ACTIVE = "active";
  private static final String DISABLED = "disabled";

  private final Sql sql;
  private final Users users;
  private final AnyUsers any;
  private final Superadmins superadmins;
  private final SessionEnds sessions;
  private final OperatorNotices notices;
  private final AuthenticationLog log;
  private final Audit audit;
  private final Clock clock;

  UserAdministration(
      Sql sql,
      Users users,
      AnyUsers any,
      Superadmins superadmins,
      SessionEnds sessions,
      OperatorNotices notices,
      AuthenticationLog log,
      Audit audit,
      Clock clock) {
    this.sql = sql;
    this.users = users;
    this.any = any;
    this.superadmins = superadmins;
    this.sessions = sessions;
    this.notices = notices;
    this.log = log;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is to be another; absent fields stay.
   *
   * @param disabled parks the account, or takes it back; null = stays
   * @param metadata replaces the document; null = empty
   */
  public record Changes(
      Maybe<String> name,
      Maybe<String> username,
      @Nullable Boolean disabled,
      Maybe<JsonNode> metadata) {}

  /**
   * @param requireVersion refuses another version than the caller knows
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     TARGET_IS_OPERATOR}, {@code ACCOUNT_BANNED}, {@code LAST_SUPERADMIN}, {@code
   *     NAME_RESERVED}, {@code USERNAME_TAKEN}
   */
  @Transactional
  public AnyUser update(Operator acting, UUID userId, Changes changes, IntConsumer requireVersion) {
    superadmins.lock();
    users.lock(userId);
    AnyUser before = any.get(userId);
    User target = users.get(userId);
    requireVersion.accept(target.version());
    acting.requireMayActOn(target);
    String status = status(before, changes.disabled());
    if (status.equals(DISABLED)) {
      superadmins.requireAnotherThan(target);
    }
    String username = changes.username().orOld(before.username());
    if (changes.username().isPresent() && username != null && ReservedNames.contains(username)) {
      throw IdentityRefusal.NAME_RESERVED.because("the username %s is reserved", username);
    }
    write(before, changes, status, username);
    if (status.equals(DISABLED) && before.status().equals(ACTIVE)) {
      sessions.endAll(userId);
      notices.blocked(userId, DISABLED, null);
    }
    AnyUser after = any.get(userId);
    audit.add(
        AuditEntry.of("identity", "user.update", "user", userId)
            .before(shown(before))
            .after(shown(after))
            // Its content is anybody's; numbers with a fraction cannot stand in the chain.
            .metadata(Map.of("metadataChanged", !before.metadata().equals(after.metadata()))));
    return after;
  }

  private static String status(AnyUser before, @Nullable Boolean disabled) {
    if (disabled == null) {
      return before.status();
    }
    if (before.status().equals("banned")) {
      throw IdentityRefusal.ACCOUNT_BANNED.because("the account is banned; unban it first");
    }
    return disabled ? DISABLED : ACTIVE;
  }

  private void write(AnyUser before, Changes changes, String status, @Nullable String username) {
    JsonNode metadata = changes.metadata().orOld(before.metadata());
    try {
      sql.update(
          """
          UPDATE identity.users SET name = ?, username = ?, status = ?, ban_reason = ?,
            ban_expires_at = ?, metadata = ?, updated_at = ?, version = version + 1
          WHERE id = ?
          """,
          changes.name().orOld(before.name()),
          username,
          status,
          before.banReason(),
          before.banExpiresAt(),
          Json.param(metadata == null || metadata.isNull() ? Map.of() : metadata),
          clock.instant(),
          before.id());
    } catch (RuntimeException failure) {
      if (SqlFailure.constraint(failure).orElse("").equals("users_username_key")) {
        throw IdentityRefusal.USERNAME_TAKEN.because(
            "the username %s is taken", String.valueOf(username));
      }
      throw failure;
    }
  }

  private static Map<String, Object> shown(AnyUser user) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("status", user.status());
    if (user.name() != null) {
      fields.put("name", user.name());
    }
    if (user.username() != null) {
      fields.put("username", user.username());
    }
    return fields;
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     LAST_SUPERADMIN}, {@code PERMISSION_DENIED}, {@code TARGET_IS_OPERATOR} for oneself, {@code
   *     TARGET_TWO_FACTOR_MISSING}
   */
  @Transactional
  public AnyUser setRole(Operator acting, UUID userId, Role role, IntConsumer requireVersion) {
    superadmins.lock();
    users.lock(userId);
    User target = users.get(userId);
    requireVersion.accept(target.version());
    if (role != Role.SUPERADMIN) {
      superadmins.requireAnotherThan(target);
    }
    acting.requireStill(users.get(acting.id()), clock.instant());
    acting.requireMayActOn(target);
    if (role != Role.USER && !target.twoFactorEnabled()) {
      throw IdentityRefusal.TARGET_TWO_FACTOR_MISSING.because(
          "an operator needs an authenticator first");
    }
    if (!target.role().equals(role.word())) {
      put(target, role);
    }
    return any.get(userId);
  }

  private void put(User target, Role role) {
    sql.update(
        """
        UPDATE identity.users SET role = ?, updated_at = ?, version = version + 1 WHERE id = ?
        """,
        role,
        clock.instant(),
        target.id());
    // Nobody acts as an operator, and who is none acts as nobody.
    sessions.endImpersonations(target.id());
    log.add(
        AuthenticationEvent.success("role_changed", target.id())
            .details(Map.of("from", target.role(), "role", role.word())));
    audit.add(
        AuditEntry.of("identity", "user.set-role", "user", target.id())
            .before(Map.of("role", target.role()))
            .after(Map.of("role", role.word())));
  }
}
