package dev.freehold.identity.recovery;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.signin.Attempts;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Who used a mailed link holds the mailbox, whatever a stranger guessed in the meantime. */
@ApplicationScoped
class ProvedAddress {

  private final Sql sql;
  private final Attempts attempts;
  private final AuthenticationLog log;
  private final Clock clock;

  ProvedAddress(Sql sql, Attempts attempts, AuthenticationLog log, Clock clock) {
    this.sql = sql;
    this.attempts = attempts;
    this.log = log;
    this.clock = clock;
  }

  /** In the person's own transaction: the address is verified, and its failures are forgotten. */
  void of(UUID userId, String email) {
    Instant now = clock.instant();
    attempts.clear(Attempts.EMAIL, attempts.ofEmail(email));
    int verified =
        sql.update(
            """
            UPDATE identity.user_emails SET verified_at = ?, updated_at = ?
            WHERE user_id = ? AND email = ? AND verified_at IS NULL
            """,
            now,
            now,
            userId,
            email);
    if (verified == 1) {
      log.add(AuthenticationEvent.success("email_verified", userId));
    }
  }
}
