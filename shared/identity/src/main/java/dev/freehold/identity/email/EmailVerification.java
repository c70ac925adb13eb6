package dev.freehold.identity.email;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.signin.AddressOwner;
import dev.freehold.identity.signin.Verification;
import dev.freehold.identity.signin.Verifications;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Proving an address by the link that was mailed there; whoever opens it holds the mailbox. */
@ApplicationScoped
public class EmailVerification {

  private final Sql sql;
  private final Verifications verifications;
  private final AddressOwner owners;
  private final EmailRecords records;
  private final Transactions transactions;
  private final Clock clock;

  EmailVerification(
      Sql sql,
      Verifications verifications,
      AddressOwner owners,
      EmailRecords records,
      Transactions transactions,
      Clock clock) {
    this.sql = sql;
    this.verifications = verifications;
    this.owners = owners;
    this.records = records;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Opens its own transactions; none may be under way.
   *
   * @throws Refusal {@code EMAIL_TAKEN}, {@code TOKEN_GONE}
   */
  public Email verify(String token) {
    Verification link =
        transactions
            .requiresNew(() -> verifications.findByToken(Verifications.EMAIL_VERIFICATION, token))
            .orElseThrow(EmailVerification::gone);
    UUID userId = Objects.requireNonNull(link.userId());
    String email = Objects.requireNonNull(link.email());
    try {
      return transactions.inScope(Scope.user(userId), () -> use(link.id(), userId, email));
    } catch (RuntimeException failure) {
      if (SqlFailure.constraint(failure).orElse("").equals("user_emails_email_verified_key")) {
        throw taken();
      }
      throw failure;
    }
  }

  private Email use(UUID linkId, UUID userId, String email) {
    if (!verifications.consume(linkId)) {
      throw gone();
    }
    // Also where it has become another's primary one since the link went out, proved or not.
    if (owners.find(email).filter(owner -> !owner.userId().equals(userId)).isPresent()) {
      throw taken();
    }
    Instant now = clock.instant();
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
    Email shown =
        sql.first(
                "SELECT * FROM identity.user_emails WHERE user_id = ? AND email = ?",
                Email::of,
                userId,
                email)
            .orElseThrow(EmailVerification::gone);
    if (verified == 1) {
      records.verified(userId, shown.id());
    }
    return shown;
  }

  private static Refusal taken() {
    return IdentityRefusal.EMAIL_TAKEN.because("the address belongs to another account");
  }

  private static Refusal gone() {
    return IdentityRefusal.TOKEN_GONE.because("the link is used or too old");
  }
}
