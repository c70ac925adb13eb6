package dev.freehold.identity.operator;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.session.SessionEnds;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Bans: in operator scope. */
@ApplicationScoped
public class UserBans {

  private final Sql sql;
  private final Users users;
  private final AnyUsers any;
  private final Superadmins superadmins;
  private final SessionEnds sessions;
  private final OperatorNotices notices;
  private final AuthenticationLog log;
  private final Audit audit;
  private final Clock clock;

  UserBans(
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
   * A ban in force gets the new reason and end.
   *
   * @param expiresAt null = for good
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     TARGET_IS_OPERATOR}, {@code SELF}, {@code LAST_SUPERADMIN}
   */
  @Transactional
  public AnyUser ban(
      Operator acting,
      UUID userId,
      String reason,
      @Nullable Instant expiresAt,
      IntConsumer requireVersion) {
    superadmins.lock();
    User target = admitted(acting, userId, requireVersion);
    superadmins.requireAnotherThan(target);
    sql.update(
        """
        UPDATE identity.users SET status = 'banned', ban_reason = ?, ban_expires_at = ?,
          updated_at = ?, version = version + 1
        WHERE id = ?
        """,
        reason,
        expiresAt,
        clock.instant(),
        userId);
    sessions.endAll(userId);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("reason", reason);
    if (expiresAt != null) {
      fields.put("expiresAt", expiresAt);
    }
    log.add(AuthenticationEvent.success("banned", userId).details(fields));
    audit.add(AuditEntry.of("identity", "user.ban", "user", userId).after(fields));
    notices.banned(userId, reason, expiresAt);
    return any.get(userId);
  }

  /**
   * Who is not banned stays as they are.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     TARGET_IS_OPERATOR}, {@code SELF}
   */
  @Transactional
  public AnyUser unban(Operator acting, UUID userId, IntConsumer requireVersion) {
    User target = admitted(acting, userId, requireVersion);
    if (target.status().equals("banned")) {
      sql.update(
          """
          UPDATE identity.users SET status = 'active', ban_reason = NULL, ban_expires_at = NULL,
            updated_at = ?, version = version + 1
          WHERE id = ?
          """,
          clock.instant(),
          userId);
      log.add(AuthenticationEvent.success("unbanned", userId));
      audit.add(AuditEntry.of("identity", "user.unban", "user", userId));
    }
    return any.get(userId);
  }

  private User admitted(Operator acting, UUID userId, IntConsumer requireVersion) {
    users.lock(userId);
    User target = users.get(userId);
    requireVersion.accept(target.version());
    if (acting.superadmin() && acting.isSelf(target)) {
      throw IdentityRefusal.SELF.because("nobody bans themselves");
    }
    acting.requireMayActOn(target);
    return target;
  }
}
