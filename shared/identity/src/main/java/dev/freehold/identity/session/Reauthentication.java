package dev.freehold.identity.session;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.password.Credentials;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.signin.Attempts;
import dev.freehold.identity.signin.MailThrottle;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.SecondFactors.Proof;
import dev.freehold.identity.signin.SecurityNotices;
import dev.freehold.identity.signin.Verifications;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session fresh again, for acts that need it: by the authenticator where one is enrolled,
 * else by the password where one is set, else by a mailed code. Opens its own transactions; none
 * may be under way.
 */
@ApplicationScoped
public class Reauthentication {

  /** Ways to prove oneself again, as the request names them. */
  public enum Method {
    PASSWORD,
    TOTP,
    EMAIL_CODE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Sql sql;
  private final Credentials credentials;
  private final Passwords passwords;
  private final SecondFactors factors;
  private final Verifications verifications;
  private final Attempts attempts;
  private final MailThrottle throttle;
  private final SecurityNotices notices;
  private final Users users;
  private final AuthenticationLog log;
  private final Transactions transactions;
  private final IdentityConfig config;
  private final Clock clock;
  private final Ids ids;

  Reauthentication(
      Sql sql,
      Credentials credentials,
      Passwords passwords,
      SecondFactors factors,
      Verifications verifications,
      Attempts attempts,
      MailThrottle throttle,
      SecurityNotices notices,
      Users users,
      AuthenticationLog log,
      Transactions transactions,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.credentials = credentials;
    this.passwords = passwords;
    this.factors = factors;
    this.verifications = verifications;
    this.attempts = attempts;
    this.throttle = throttle;
    this.notices = notices;
    this.users = users;
    this.log = log;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Mails a code; the one before is dead.
   *
   * @return until when the code lives
   * @throws dev.freehold.kernel.Refusal {@code METHOD_NOT_AVAILABLE}, {@code TOO_MANY_REQUESTS}
   */
  public Instant mailCode(UUID userId) {
    User user = transactions.requiresNew(() -> users.get(userId));
    require(Method.EMAIL_CODE, due(user.twoFactorEnabled(), user.passwordSet()));
    if (user.email() != null) {
      throttle.take(user.email());
    }
    Duration lifetime = config.twoFactor().challengeLifetime();
    Instant expiresAt = clock.instant().plus(lifetime);
    UUID id = ids.next();
    String code = Secrets.sixDigits();
    byte[] codeHash = verifications.codeHash(id, code);
    return transactions.requiresNew(
        () -> {
          sql.update(
              """
              UPDATE identity.verifications SET consumed_at = ?
              WHERE kind = 'reauthentication' AND user_id = ? AND consumed_at IS NULL
              """,
              clock.instant(),
              userId);
          verifications.open(
              new Verifications.Opening(
                  id,
                  Verifications.REAUTHENTICATION,
                  userId,
                  null,
                  null,
                  null,
                  codeHash,
                  expiresAt,
                  null));
          notices.reauthenticationCode(userId, user.locale(), code, expiresAt, lifetime);
          return expiresAt;
        });
  }

  /** What is proved against; one of the three. */
  private record Known(
      SecondFactors.@Nullable Enrolled authenticator,
      @Nullable String passwordHash,
      @Nullable UUID codeId,
      byte @Nullable [] codeHash) {

    Method due() {
      return Reauthentication.due(authenticator != null, passwordHash != null);
    }
  }

  private static Method due(boolean twoFactorEnabled, boolean passwordSet) {
    if (twoFactorEnabled) {
      return Method.TOTP;
    }
    return passwordSet ? Method.PASSWORD : Method.EMAIL_CODE;
  }

  private static void require(Method asked, Method due) {
    if (asked != due) {
      throw IdentityRefusal.METHOD_NOT_AVAILABLE.because("use %s", due.word());
    }
  }

  /**
   * @param secret password or code
   * @return when the session was proved
   * @throws dev.freehold.kernel.Refusal {@code METHOD_NOT_AVAILABLE}, {@code TOO_MANY_ATTEMPTS},
   *     {@code CODE_WRONG}
   */
  public Instant confirm(UUID userId, UUID sessionId, Method method, String secret) {
    Known known = transactions.requiresNew(() -> find(userId));
    require(method, known.due());
    byte[] subject = subject(userId, method);
    int count = attempts.charge(Attempts.SECOND_FACTOR, subject);
    Proof proof = judge(userId, known, secret);
    if (proof == null) {
      transactions.requiresNew(
          () -> {
            recordFailure(userId, sessionId, method, subject, count);
            return subject;
          });
      throw wrong();
    }
    return transactions.requiresNew(() -> refresh(userId, sessionId, method, known, proof));
  }

  private byte[] subject(UUID userId, Method method) {
    return method == Method.PASSWORD ? attempts.ofPassword(userId) : attempts.ofUser(userId);
  }

  private Known find(UUID userId) {
    var authenticator = factors.find(userId).orElse(null);
    var hash = credentials.find(userId).orElse(null);
    if (authenticator != null || hash != null) {
      return new Known(authenticator, hash, null, null);
    }
    return sql.first(
            """
            SELECT id, code_hash FROM identity.verifications
            WHERE kind = 'reauthentication' AND user_id = ? AND consumed_at IS NULL
              AND expires_at > ?
            """,
            row -> new Known(null, null, row.uuid("id"), row.bytesOrNull("code_hash")),
            userId,
            clock.instant())
        .orElse(new Known(null, null, null, null));
  }

  /** Null = wrong. */
  private @Nullable Proof judge(UUID userId, Known known, String secret) {
    var authenticator = known.authenticator();
    if (authenticator != null) {
      return factors.totp(userId, authenticator.secret(), authenticator.lastUsedStep(), secret);
    }
    UUID codeId = known.codeId();
    boolean right =
        known.passwordHash() != null
            ? passwords.judge(secret, known.passwordHash()).right()
            : codeId != null
                && transactions
                    .requiresNew(
                        () -> verifications.charge(Verifications.REAUTHENTICATION, codeId, 5))
                    .isPresent()
                && verifications.codeFits(codeId, secret, known.codeHash());
    return right ? Proof.NOTHING_TO_USE_UP : null;
  }

  private void recordFailure(
      UUID userId, UUID sessionId, Method method, byte[] subject, int count) {
    log.add(
        AuthenticationEvent.failure("reauthenticated", userId, null, "wrong")
            .session(sessionId)
            .method(method.word()));
    if (count >= config.lockout().lockFrom()
        && attempts.takeNotice(Attempts.SECOND_FACTOR, subject)) {
      notices.locked(userId, config.lockout().lockFor());
    }
  }

  private Instant refresh(UUID userId, UUID sessionId, Method method, Known known, Proof proof) {
    Instant now = clock.instant();
    if (known.codeId() != null && !verifications.consume(known.codeId())
        || !factors.useUp(userId, proof)) {
      throw wrong();
    }
    attempts.clear(Attempts.SECOND_FACTOR, subject(userId, method));
    sql.update(
        """
        UPDATE identity.sessions SET authenticated_at = ?,
          methods = CASE WHEN ? AND NOT methods @> ARRAY['totp'] THEN methods || 'totp'::text
            ELSE methods END
        WHERE id = ? AND user_id = ?
        """,
        now,
        method == Method.TOTP,
        sessionId,
        userId);
    log.add(
        AuthenticationEvent.success("reauthenticated", userId)
            .session(sessionId)
            .method(method.word()));
    return now;
  }

  private static RuntimeException wrong() {
    return IdentityRefusal.CODE_WRONG.because("that is not it");
  }
}
