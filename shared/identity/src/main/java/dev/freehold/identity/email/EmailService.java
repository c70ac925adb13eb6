package dev.freehold.identity.email;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.signin.Floor;
import dev.freehold.identity.signin.MailThrottle;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One's own addresses. */
@ApplicationScoped
public class EmailService {

  private final Sql sql;
  private final EmailMails mails;
  private final EmailRecords records;
  private final MailThrottle throttle;
  private final Users users;
  private final Transactions transactions;
  private final IdentityConfig.Email config;
  private final IdentityConfig.SignIn signIn;
  private final Clock clock;
  private final Ids ids;

  EmailService(
      Sql sql,
      EmailMails mails,
      EmailRecords records,
      MailThrottle throttle,
      Users users,
      Transactions transactions,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.mails = mails;
    this.records = records;
    this.throttle = throttle;
    this.users = users;
    this.transactions = transactions;
    this.config = config.email();
    this.signIn = config.signIn();
    this.clock = clock;
    this.ids = ids;
  }

  /** Newest first; up to {@code limit + 1}. One statement. */
  @Transactional
  public List<Email> list(UUID userId, PageRequest page) {
    Instant after = page.afterInstant(0);
    return sql.list(
        """
        SELECT * FROM identity.user_emails
        WHERE user_id = ?
          AND (?::timestamptz IS NULL OR (created_at, id) < (?::timestamptz, ?::uuid))
        ORDER BY created_at DESC, id DESC LIMIT ?
        """,
        Email::of,
        userId,
        after,
        after,
        page.afterId(1),
        page.limit() + 1);
  }

  /**
   * Adds an address and mails a link that proves it. An address of somebody else is answered alike,
   * and its owner is told. Opens its own transactions; none may be under way.
   *
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}, {@code TOO_MANY_REQUESTS},
   *     {@code EMAIL_ALREADY_ADDED}, {@code LIMIT_REACHED}
   */
  public Email add(UUID userId, String typed) {
    var floor = Floor.from(signIn.floor());
    String email = EmailAddress.required("email", typed);
    transactions.requiresNew(
        () -> {
          refuseSecond(userId, email);
          return email;
        });
    throttle.take(email);
    // A link is made for a free address and none for another's, which takes less time.
    floor.hold();
    return transactions.requiresNew(
        () -> {
          users.lock(userId);
          refuseSecond(userId, email);
          refuseTooMany(userId);
          UUID id = insert(userId, email);
          records.added(userId, id);
          mails.prove(users.get(userId), email);
          return get(userId, id);
        });
  }

  private void refuseSecond(UUID userId, String email) {
    Optional<UUID> mine =
        sql.first(
            "SELECT id FROM identity.user_emails WHERE user_id = ? AND email = ?",
            row -> row.uuid("id"),
            userId,
            email);
    if (mine.isPresent()) {
      throw IdentityRefusal.EMAIL_ALREADY_ADDED.because("the address is among yours already");
    }
  }

  private void refuseTooMany(UUID userId) {
    long count =
        sql.one(
            "SELECT count(*) AS n FROM identity.user_emails WHERE user_id = ?",
            row -> row.longValue("n"),
            userId);
    if (count >= config.maxPerUser()) {
      throw KernelRefusal.LIMIT_REACHED.because(
          "a person has at most %d addresses", config.maxPerUser());
    }
  }

  private UUID insert(UUID userId, String email) {
    Instant now = clock.instant();
    UUID id = ids.next();
    sql.update(
        """
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, verified_at, via,
          delivery_status, created_at, updated_at)
        VALUES (?, ?, ?, false, NULL, 'added', 'ok', ?, ?)
        """,
        id,
        userId,
        email,
        now,
        now);
    return id;
  }

  private Email get(UUID userId, UUID emailId) {
    return sql.first(
            "SELECT * FROM identity.user_emails WHERE id = ? AND user_id = ?",
            Email::of,
            emailId,
            userId)
        .orElseThrow(() -> KernelRefusal.notFound("address"));
  }

  /**
   * Mails a new link; the one before is dead. Opens its own transactions; none may be under way.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code ALREADY_VERIFIED}, {@code
   *     TOO_MANY_REQUESTS}
   */
  public void resend(UUID userId, UUID emailId) {
    var floor = Floor.from(signIn.floor());
    Email email = transactions.requiresNew(() -> unproved(userId, emailId));
    throttle.take(email.email());
    floor.hold();
    transactions.requiresNew(
        () -> {
          mails.prove(users.get(userId), unproved(userId, emailId).email());
          return emailId;
        });
  }

  private Email unproved(UUID userId, UUID emailId) {
    Email email = get(userId, emailId);
    if (email.verified()) {
      throw IdentityRefusal.ALREADY_VERIFIED.because("the address is proved");
    }
    return email;
  }

  /**
   * From now on mails about the account go there. The primary address again changes nothing.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code EMAIL_NOT_VERIFIED}
   */
  @Transactional
  public Email makePrimary(UUID userId, UUID emailId) {
    users.lock(userId);
    Email email = get(userId, emailId);
    if (!email.verified()) {
      throw IdentityRefusal.EMAIL_NOT_VERIFIED.because("the address is not proved");
    }
    if (email.primary()) {
      return email;
    }
    User before = users.get(userId);
    move(userId, emailId);
    records.primaryChanged(userId, emailId, email.email());
    if (before.email() != null) {
      mails.primaryChanged(before, before.email(), email.email());
    }
    return get(userId, emailId);
  }

  private void move(UUID userId, UUID emailId) {
    Instant now = clock.instant();
    // Two statements: the index that allows one primary address is checked row by row.
    sql.update(
        """
        UPDATE identity.user_emails SET is_primary = false, updated_at = ?
        WHERE user_id = ? AND is_primary
        """,
        now,
        userId);
    sql.update(
        """
        WITH shown AS (
          UPDATE identity.users SET updated_at = ?, version = version + 1 WHERE id = ?)
        UPDATE identity.user_emails SET is_primary = true, updated_at = ? WHERE id = ?
        """,
        now,
        userId,
        now,
        emailId);
  }

  /**
   * Takes an address away; links that were mailed there are dead.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PRIMARY_EMAIL}
   */
  @Transactional
  public void remove(UUID userId, UUID emailId) {
    users.lock(userId);
    Email email = get(userId, emailId);
    if (email.primary()) {
      throw IdentityRefusal.PRIMARY_EMAIL.because("the primary address stays");
    }
    sql.update(
        """
        WITH links AS (
          UPDATE identity.verifications SET consumed_at = ?
          WHERE user_id = ? AND email = ? AND consumed_at IS NULL)
        DELETE FROM identity.user_emails WHERE id = ?
        """,
        clock.instant(),
        userId,
        email.email(),
        emailId);
    records.removed(userId, emailId);
    mails.removed(users.get(userId), email.email());
  }
}
