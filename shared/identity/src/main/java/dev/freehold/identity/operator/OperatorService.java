package dev.freehold.identity.operator;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** The sandbox's way in: a session of the first operator without signing in. */
@ApplicationScoped
public class OperatorService {

  private final Sql sql;
  private final OperatorSessions sessions;
  private final AuthenticationLog log;
  private final Transactions transactions;

  OperatorService(
      Sql sql, OperatorSessions sessions, AuthenticationLog log, Transactions transactions) {
    this.sql = sql;
    this.sessions = sessions;
    this.log = log;
    this.transactions = transactions;
  }

  /** A fresh session with the methods {@code password} and {@code totp}. */
  public record OperatorSession(
      UUID userId, UUID organizationId, String sessionToken, Instant expiresAt) {}

  private record First(UUID userId, UUID organizationId) {}

  /**
   * Opens its own transaction; none may be under way. To be called where the sandbox is on, by
   * nobody else.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} before the first operator is made
   */
  public OperatorSession openSession() {
    return transactions.inScope(
        Scope.operator(),
        () -> {
          First first = first();
          var session = sessions.open(first.userId(), first.organizationId());
          log.add(
              AuthenticationEvent.success("sign_in", first.userId())
                  .organization(first.organizationId())
                  .session(session.id())
                  .method("password"));
          return new OperatorSession(
              first.userId(), first.organizationId(), session.token(), session.expiresAt());
        });
  }

  private First first() {
    return sql.first(
            """
            SELECT u.id AS user_id, o.id AS organization_id
            FROM identity.users u
            JOIN identity.organizations o
              ON o.owner_id = u.id AND o.kind = 'operator' AND o.deleted_at IS NULL
            WHERE u.role = 'superadmin' AND u.status = 'active' AND u.deleted_at IS NULL
            ORDER BY u.created_at, u.id LIMIT 1
            """,
            row -> new First(row.uuid("user_id"), row.uuid("organization_id")))
        .orElseThrow(() -> KernelRefusal.notFound("operator"));
  }
}
