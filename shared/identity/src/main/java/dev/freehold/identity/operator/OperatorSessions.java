package dev.freehold.identity.operator;

import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.signin.Sessions;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions opened for an operator by somebody entitled; in operator scope. */
@ApplicationScoped
class OperatorSessions {

  private final Sessions sessions;
  private final Sql sql;
  private final Clock clock;
  private final Ids ids;

  OperatorSessions(Sessions sessions, Sql sql, Clock clock, Ids ids) {
    this.sessions = sessions;
    this.sql = sql;
    this.clock = clock;
    this.ids = ids;
  }

  /** A session just made; the token is known here and nowhere else. */
  public record Opened(UUID id, String token, Instant expiresAt) {}

  /** As if password and authenticator had been shown just now. */
  public Opened open(UUID userId, UUID organizationId) {
    Sessions.Opened opened = sessions.open(userId, organizationId, List.of("password", "totp"));
    return new Opened(opened.id(), opened.token(), opened.expiresAt());
  }

  /**
   * Who acts as whom.
   *
   * @param organizationId where the session acts; null = nowhere
   */
  public record Impersonation(
      UUID userId,
      @Nullable UUID organizationId,
      UUID operatorId,
      String reason,
      Instant expiresAt) {}

  /** A session of a person for an operator: it is not pushed on, and ends no other session. */
  public Opened impersonate(Impersonation impersonation) {
    Instant now = clock.instant();
    Call call = Call.current();
    var opened = new Opened(ids.next(), Secrets.token(Sessions.PREFIX), impersonation.expiresAt());
    sql.update(
        """
        INSERT INTO identity.sessions (id, token_hash, user_id, expires_at, absolute_expires_at,
          refreshed_at, authenticated_at, methods, active_organization_id, impersonated_by,
          impersonation_reason, ip_address, user_agent, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::inet, ?, ?)
        """,
        opened.id(),
        Hashes.sha256(opened.token()),
        impersonation.userId(),
        opened.expiresAt(),
        opened.expiresAt(),
        now,
        now,
        List.of("impersonation"),
        impersonation.organizationId(),
        impersonation.operatorId(),
        impersonation.reason(),
        call.ipAddress(),
        AuthenticationLog.agent(call.userAgent()),
        now);
    return opened;
  }
}
