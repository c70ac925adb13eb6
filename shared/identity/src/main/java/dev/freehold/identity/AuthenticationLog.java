package dev.freehold.identity;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the authentication audit, in the transaction of what happened. */
@ApplicationScoped
public class AuthenticationLog {

  private static final int MAX_AGENT = 512;

  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  AuthenticationLog(Sql sql, Ids ids, Clock clock) {
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  /** In one round trip. */
  public void add(AuthenticationEvent... events) {
    Instant now = clock.instant();
    sql.batch(
        """
        INSERT INTO identity.audit_authentication (id, occurred_at, event_type, result, user_id,
          organization_id, actor_id, session_id, subject_hash, method, failure_reason, ip_address,
          user_agent, request_id, details, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::inet, ?, ?, ?, ?)
        """,
        Arrays.stream(events).map(event -> row(event, now)).toList());
  }

  private @Nullable Object[] row(AuthenticationEvent event, Instant now) {
    Call call = Call.current();
    return new @Nullable Object[] {
      ids.next(),
      now,
      event.type(),
      event.success() ? "success" : "failure",
      event.userId(),
      event.organizationId(),
      actor(call.actor(), event.userId()),
      event.sessionId(),
      event.subjectHash(),
      event.method(),
      event.failureReason(),
      call.ipAddress(),
      agent(call.userAgent()),
      call.requestId(),
      Json.param(event.details()),
      now
    };
  }

  /** Who did it on behalf of the person, or to them; null = they themselves. */
  private static @Nullable UUID actor(Actor actor, @Nullable UUID userId) {
    if (actor.impersonatorId() != null || actor.type() != Actor.Type.OPERATOR) {
      return actor.impersonatorId();
    }
    UUID operator = UUID.fromString(actor.id());
    return operator.equals(userId) ? null : operator;
  }

  /** At most what the column takes. */
  public static @Nullable String agent(@Nullable String userAgent) {
    return userAgent == null || userAgent.length() <= MAX_AGENT
        ? userAgent
        : userAgent.substring(0, MAX_AGENT);
  }
}
