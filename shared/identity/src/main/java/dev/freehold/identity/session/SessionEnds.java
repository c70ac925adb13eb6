package dev.freehold.identity.session;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends what somebody has open, from the next call on. */
@ApplicationScoped
public class SessionEnds {

  private final Sql sql;
  private final AuthenticationLog log;

  SessionEnds(Sql sql, AuthenticationLog log) {
    this.sql = sql;
    this.log = log;
  }

  private record Ended(UUID id, UUID userId, @Nullable UUID impersonatedBy) {}

  /** As {@link #endAllBut}; none goes on. */
  public int endAll(UUID userId) {
    return endAllBut(null, userId);
  }

  /**
   * The person's sessions, and those in which they act as somebody else.
   *
   * @param kept goes on; null = none does
   * @return how many of the person's own ended
   */
  int endAllBut(@Nullable UUID kept, UUID userId) {
    List<Ended> ended =
        delete(
            "(user_id = ? AND id IS DISTINCT FROM ?::uuid) OR impersonated_by = ?",
            userId,
            kept,
            userId);
    int own = (int) ended.stream().filter(session -> session.userId().equals(userId)).count();
    log.add(
        AuthenticationEvent.success("session_revoked", userId)
            .session(kept)
            .details(Map.of("revoked", own)));
    return own;
  }

  /** Those in which somebody acts as somebody else, on either side. */
  public void endImpersonations(UUID userId) {
    delete("(user_id = ? AND impersonated_by IS NOT NULL) OR impersonated_by = ?", userId, userId);
  }

  private List<Ended> delete(String which, @Nullable UUID... ids) {
    List<Ended> ended =
        sql.list(
            "DELETE FROM identity.sessions WHERE "
                + which
                + " RETURNING id, user_id, impersonated_by",
            row ->
                new Ended(row.uuid("id"), row.uuid("user_id"), row.uuidOrNull("impersonated_by")),
            (Object[]) ids);
    AuthenticationEvent[] impersonations =
        ended.stream()
            .filter(session -> session.impersonatedBy() != null)
            .map(SessionEnds::impersonationEnded)
            .toArray(AuthenticationEvent[]::new);
    if (impersonations.length > 0) {
      log.add(impersonations);
    }
    return ended;
  }

  private static AuthenticationEvent impersonationEnded(Ended session) {
    return AuthenticationEvent.success("impersonation_ended", session.userId())
        .session(session.id())
        .details(Map.of("impersonatedBy", String.valueOf(session.impersonatedBy())));
  }
}
