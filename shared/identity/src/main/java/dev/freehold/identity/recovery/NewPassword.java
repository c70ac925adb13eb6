package dev.freehold.identity.recovery;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityMessages.SecurityNoticed;
import dev.freehold.identity.password.Credentials;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.session.SessionEnds;
import dev.freehold.identity.user.User;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What every new password means: what the old one opened is closed, and its owner is told. */
@ApplicationScoped
class NewPassword {

  private final Sql sql;
  private final Passwords passwords;
  private final Credentials credentials;
  private final SessionEnds sessions;
  private final Audit audit;
  private final Outbox outbox;
  private final Mail mail;
  private final Clock clock;

  NewPassword(
      Sql sql,
      Passwords passwords,
      Credentials credentials,
      SessionEnds sessions,
      Audit audit,
      Outbox outbox,
      Mail mail,
      Clock clock) {
    this.sql = sql;
    this.passwords = passwords;
    this.credentials = credentials;
    this.sessions = sessions;
    this.audit = audit;
    this.outbox = outbox;
    this.mail = mail;
    this.clock = clock;
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code PASSWORD_REJECTED}
   */
  void check(String field, String typed, User user) {
    var words = new ArrayList<String>();
    if (user.email() != null) {
      words.add(EmailAddress.localPart(user.email()));
    }
    for (String name :
        new @Nullable String[] {
          user.name(), user.givenName(), user.familyName(), user.username()
        }) {
      if (name != null) {
        words.add(name);
      }
    }
    passwords.check(field, typed, words);
  }

  /**
   * In the person's own transaction.
   *
   * @param keptSession that goes on; null = none does
   */
  void put(UUID userId, String hash, @Nullable UUID keptSession) {
    Instant now = clock.instant();
    credentials.put(userId, hash);
    // Who knew the old one may act as somebody else by now.
    sessions.endImpersonations(userId);
    sql.update(
        """
        WITH devices AS (DELETE FROM identity.trusted_devices WHERE user_id = ?)
        UPDATE identity.verifications SET consumed_at = ?
        WHERE user_id = ? AND consumed_at IS NULL
          AND kind IN ('second_factor', 'magic_link', 'password_reset', 'reauthentication')
        """,
        userId,
        now,
        userId);
    // A statement of its own, after the others have waited for the sign-ins under way: it sees the
    // sessions that those opened.
    sql.update(
        "DELETE FROM identity.sessions WHERE user_id = ? AND id IS DISTINCT FROM ?::uuid",
        userId,
        keptSession);
    audit.add(AuditEntry.of("identity", "password.change", "user", userId));
    mail.request(
        MailRequest.template("password-changed").category(MailRequest.SECURITY).toUser(userId));
    outbox.send(
        Message.event("identity.security.noticed")
            .data(new SecurityNoticed(userId, "password_changed")));
  }
}
