package dev.freehold.identity.session;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.signin.Sessions;
import dev.freehold.identity.signin.Sessions.Session;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions as their owner sees and ends them. */
@ApplicationScoped
public class OwnSessions {

  private final Sql sql;
  private final SessionEnds ends;
  private final AuthenticationLog log;
  private final Clock clock;

  OwnSessions(Sql sql, SessionEnds ends, AuthenticationLog log, Clock clock) {
    this.sql = sql;
    this.ends = ends;
    this.log = log;
    this.clock = clock;
  }

  /** Live ones, newest first; up to {@code limit + 1}. */
  @Transactional
  public List<Session> list(UUID userId, PageRequest page) {
    Instant after = page.afterInstant(0);
    return sql.list(
        "SELECT "
            + Sessions.COLUMNS
            + """
             FROM identity.sessions s
            WHERE s.user_id = ? AND s.expires_at > ?
              AND (?::timestamptz IS NULL OR (s.created_at, s.id) < (?::timestamptz, ?::uuid))
            ORDER BY s.created_at DESC, s.id DESC LIMIT ?
            """,
        Session::of,
        userId,
        clock.instant(),
        after,
        after,
        page.afterId(1),
        page.limit() + 1);
  }

  /**
   * Ends one of the person's sessions, from the next call on.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public void revoke(UUID userId, UUID sessionId) {
    int ended =
        sql.update("DELETE FROM identity.sessions WHERE id = ? AND user_id = ?", sessionId, userId);
    if (ended == 0) {
      throw KernelRefusal.notFound("session");
    }
    log.add(AuthenticationEvent.success("session_revoked", userId).session(sessionId));
  }

  /**
   * Ends all of them, and those in which the person acts as somebody else.
   *
   * @param kept goes on; null = none does
   * @return how many ended
   */
  @Transactional
  public int revokeAll(UUID userId, @Nullable UUID kept) {
    return ends.endAllBut(kept, userId);
  }

  /**
   * Where the session acts from now on when a call names no organization.
   *
   * @param organizationId of which the person is a member, as the edge has found; null = none
   */
  @Transactional
  public void select(UUID sessionId, UUID userId, @Nullable UUID organizationId) {
    sql.update(
        "UPDATE identity.sessions SET active_organization_id = ? WHERE id = ? AND user_id = ?",
        organizationId,
        sessionId,
        userId);
  }
}
