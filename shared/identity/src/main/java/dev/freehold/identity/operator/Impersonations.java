package dev.freehold.identity.operator;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.signin.SignInResult.SignedIn;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Operators who act as a user: for an hour, for a reason, and the user is told. */
@ApplicationScoped
public class Impersonations {

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Sql sql;
  private final Users users;
  private final OperatorSessions sessions;
  private final OperatorNotices notices;
  private final AuthenticationLog log;
  private final Audit audit;
  private final IdentityConfig.Impersonation config;
  private final Clock clock;

  Impersonations(
      Sql sql,
      Users users,
      OperatorSessions sessions,
      OperatorNotices notices,
      AuthenticationLog log,
      Audit audit,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.users = users;
    this.sessions = sessions;
    this.notices = notices;
    this.log = log;
    this.audit = audit;
    this.config = config.impersonation();
    this.clock = clock;
    if (this.config.lifetime().compareTo(LONGEST) > 0) {
      throw new IllegalStateException("freehold.identity.impersonation.lifetime is over an hour");
    }
  }

  /**
   * In operator scope; the operator's own session goes on.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     TARGET_IS_OPERATOR}, {@code ALREADY_IMPERSONATING}, {@code ACCOUNT_BANNED}, {@code
   *     ACCOUNT_DISABLED}
   */
  @Transactional
  public SignedIn start(Operator acting, UUID userId, String reason) {
    lockBoth(acting.id(), userId);
    User target = users.get(userId);
    Instant now = clock.instant();
    acting.requireStill(users.get(acting.id()), now);
    if (Operator.isOperator(target)) {
      throw IdentityRefusal.TARGET_IS_OPERATOR.because("nobody acts as an operator");
    }
    requireNoOther(acting, now);
    requireOpen(target, now);
    Instant expiresAt = now.plus(config.lifetime());
    UUID organization = firstOrganization(userId);
    var opened =
        sessions.impersonate(
            new OperatorSessions.Impersonation(
                userId, organization, acting.id(), reason, expiresAt));
    log.add(
        AuthenticationEvent.success("impersonation_started", userId)
            .organization(organization)
            .session(opened.id())
            .method("impersonation")
            .details(Map.of("reason", reason)));
    audit.add(
        AuditEntry.of("identity", "user.impersonate", "user", userId)
            .metadata(Map.of("reason", reason, "sessionId", opened.id())));
    if (config.notifyUser()) {
      notices.impersonated(userId, reason, expiresAt);
    }
    return new SignedIn(target, organization, expiresAt, opened.token(), null);
  }

  /** In one order, so that two operators never wait for each other. */
  private void lockBoth(UUID one, UUID other) {
    sql.list(
        "SELECT id FROM identity.users WHERE id IN (?, ?) ORDER BY id FOR NO KEY UPDATE",
        row -> row.uuid("id"),
        one,
        other);
  }

  private void requireNoOther(Operator acting, Instant now) {
    boolean another =
        sql.one(
            """
            SELECT EXISTS (SELECT 1 FROM identity.sessions
              WHERE impersonated_by = ? AND expires_at > ?) AS another
            """,
            row -> row.bool("another"),
            acting.id(),
            now);
    if (another) {
      throw IdentityRefusal.ALREADY_IMPERSONATING.because("one person at a time");
    }
  }

  private static void requireOpen(User target, Instant now) {
    Instant ends = target.banExpiresAt();
    if (target.status().equals("banned") && (ends == null || ends.isAfter(now))) {
      throw IdentityRefusal.ACCOUNT_BANNED.because("the account is banned");
    }
    if (target.status().equals("disabled")) {
      throw IdentityRefusal.ACCOUNT_DISABLED.because("the account is disabled");
    }
  }

  private @Nullable UUID firstOrganization(UUID userId) {
    return sql
        .one(
            "SELECT ARRAY_REMOVE(ARRAY[identity.first_organization(?)], NULL) AS ids",
            row -> row.uuids("ids"),
            userId)
        .stream()
        .findFirst()
        .orElse(null);
  }

  /**
   * Ends the session that asks; in the scope of the person it acts as.
   *
   * @param impersonatedBy the operator behind it; null = nobody
   * @throws dev.freehold.kernel.Refusal {@code NOT_IMPERSONATING}
   */
  @Transactional
  public void end(UUID sessionId, UUID userId, @Nullable UUID impersonatedBy) {
    if (impersonatedBy == null) {
      throw IdentityRefusal.NOT_IMPERSONATING.because("nobody acts as the person here");
    }
    int ended =
        sql.update("DELETE FROM identity.sessions WHERE id = ? AND user_id = ?", sessionId, userId);
    if (ended == 1) {
      log.add(
          AuthenticationEvent.success("impersonation_ended", userId)
              .session(sessionId)
              .method("impersonation"));
      audit.add(AuditEntry.of("identity", "user.end-impersonation", "user", userId));
    }
  }
}
