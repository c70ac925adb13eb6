package dev.freehold.identity.recovery;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.signin.Attempts;
import dev.freehold.identity.signin.Verification;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Who used a mailed link holds the mailbox, whatever a stranger guessed in the meantime. */
@ApplicationScoped
class ProvedAddress {

  private static final String VERIFIED_KEY = "user_emails_email_verified_key";

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

  /** {@code proved}: the address was not before. */
  private record Use(boolean used, boolean proved) {}

  /**
   * In the person's own transaction and in one statement: uses the link up, verifies its address
   * and forgets the address's failures.
   *
   * @throws Refusal {@code TOKEN_GONE} when it is used or too old, or when the address has become
   *     another's since
   */
  void by(Verification link) {
    UUID userId = Objects.requireNonNull(link.userId());
    Use use;
    try {
      use = use(link.id(), Objects.requireNonNull(link.email()));
    } catch (SqlFailure failure) {
      if (SqlFailure.constraint(failure).filter(VERIFIED_KEY::equals).isPresent()) {
        throw gone();
      }
      throw failure;
    }
    if (!use.used()) {
      throw gone();
    }
    if (use.proved()) {
      log.add(AuthenticationEvent.success("email_verified", userId));
    }
  }

  private Use use(UUID linkId, String email) {
    Instant now = clock.instant();
    return sql.one(
        """
        WITH used AS (
          UPDATE identity.verifications SET consumed_at = ?, payload_encrypted = NULL
          WHERE id = ? AND consumed_at IS NULL AND expires_at > ? RETURNING user_id, email),
        forgotten AS (
          DELETE FROM identity.failed_attempts f USING used
          WHERE f.kind = ? AND f.subject_hash = ?),
        proved AS (
          UPDATE identity.user_emails e SET verified_at = ?, updated_at = ? FROM used
          WHERE e.user_id = used.user_id AND e.email = used.email AND e.verified_at IS NULL
          RETURNING e.id)
        SELECT EXISTS (SELECT 1 FROM used) AS used, EXISTS (SELECT 1 FROM proved) AS proved
        """,
        row -> new Use(row.bool("used"), row.bool("proved")),
        now,
        linkId,
        now,
        Attempts.EMAIL,
        attempts.ofEmail(email),
        now,
        now);
  }

  static Refusal gone() {
    return IdentityRefusal.TOKEN_GONE.because("the link is used or too old");
  }
}
