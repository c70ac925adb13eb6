package dev.freehold.identity.operator;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.session.SessionEnds;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;

/** How operators help people in, or put them out: in operator scope. */
@ApplicationScoped
public class UserAccess {

  private final Sql sql;
  private final Users users;
  private final AnyUsers any;
  private final UserLocks locks;
  private final SessionEnds sessions;
  private final OperatorNotices notices;
  private final AuthenticationLog log;
  private final Audit audit;

  UserAccess(
      Sql sql,
      Users users,
      AnyUsers any,
      UserLocks locks,
      SessionEnds sessions,
      OperatorNotices notices,
      AuthenticationLog log,
      Audit audit) {
    this.sql = sql;
    this.users = users;
    this.any = any;
    this.locks = locks;
    this.sessions = sessions;
    this.notices = notices;
    this.log = log;
    this.audit = audit;
  }

  /**
   * Takes the counters of wrong passwords and codes away.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code TARGET_IS_OPERATOR}
   */
  @Transactional
  public void unlock(Operator acting, UUID userId) {
    acting.requireMayActOn(users.get(userId));
    locks.clear(any.subject(userId));
    log.add(AuthenticationEvent.success("unlocked", userId));
    audit.add(AuditEntry.of("identity", "user.unlock", "user", userId));
  }

  /**
   * @return how many ended
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code TARGET_IS_OPERATOR}
   */
  @Transactional
  public int revokeSessions(Operator acting, UUID userId) {
    acting.requireMayActOn(users.get(userId));
    int revoked = sessions.endAll(userId);
    audit.add(
        AuditEntry.of("identity", "user.revoke-sessions", "user", userId)
            .metadata(Map.of("revoked", revoked)));
    return revoked;
  }

  /**
   * Takes authenticator and backup codes away, and ends sessions and devices.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code TARGET_IS_OPERATOR}
   */
  @Transactional
  public void resetTwoFactor(Operator acting, UUID userId, String reason) {
    users.lock(userId);
    acting.requireMayActOn(users.get(userId));
    sql.update(
        """
        WITH codes AS (DELETE FROM identity.backup_codes WHERE user_id = ?),
        devices AS (DELETE FROM identity.trusted_devices WHERE user_id = ?)
        DELETE FROM identity.two_factors WHERE user_id = ?
        """,
        userId,
        userId,
        userId);
    sessions.endAll(userId);
    log.add(
        AuthenticationEvent.success("two_factor_reset", userId).details(Map.of("reason", reason)));
    audit.add(
        AuditEntry.of("identity", "user.reset-two-factor", "user", userId)
            .metadata(Map.of("reason", reason)));
    notices.twoFactorReset(userId);
  }
}
