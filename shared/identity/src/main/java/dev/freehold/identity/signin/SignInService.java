package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a password: charged before it is judged, judged outside any transaction, and a
 * known and an unknown address take one path.
 */
@ApplicationScoped
public class SignInService {

  private static final String PASSWORD = "password";
  private static final Duration HOUR = Duration.ofHours(1);

  private final Sql sql;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Challenges challenges;
  private final Sessions sessions;
  private final Users users;
  private final AuthenticationLog log;
  private final SecurityNotices notices;
  private final Transactions transactions;
  private final IdentityConfig config;
  private final Clock clock;

  SignInService(
      Sql sql,
      Passwords passwords,
      Attempts attempts,
      Challenges challenges,
      Sessions sessions,
      Users users,
      AuthenticationLog log,
      SecurityNotices notices,
      Transactions transactions,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.passwords = passwords;
    this.attempts = attempts;
    this.challenges = challenges;
    this.sessions = sessions;
    this.users = users;
    this.log = log;
    this.notices = notices;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  /** One attempt, hashed for the counters. */
  private record Attempt(
      String email, byte[] emailSubject, byte @Nullable [] deviceSubject, SignInStart start) {

    /** A trusted device has a counter of its own. */
    boolean isByDevice() {
      return deviceSubject != null && start.deviceId() != null;
    }

    String counter() {
      return isByDevice() ? Attempts.DEVICE : Attempts.EMAIL;
    }

    byte[] subject() {
      byte[] device = deviceSubject;
      return device != null && isByDevice() ? device : emailSubject;
    }

    SignInStart found() {
      return start;
    }
  }

  /**
   * Opens its own transactions; none may be under way.
   *
   * @param deviceToken of a trusted device, null where there is none
   * @throws Refusal {@code INVALID_CREDENTIALS}, {@code TOO_MANY_ATTEMPTS}, and after the right
   *     password {@code EMAIL_NOT_VERIFIED}, {@code ACCOUNT_BANNED}, {@code ACCOUNT_DISABLED}
   */
  public SignInResult signIn(String typedEmail, String password, @Nullable String deviceToken) {
    var floor = Floor.from(config.signIn().floor());
    String email = EmailAddress.required("email", typedEmail);
    while (true) {
      // Begun anew where what it stands on was changed meanwhile; the network's limit ends that.
      Optional<Admission.Outcome> outcome = attempt(email, password, deviceToken, floor);
      if (outcome.isPresent()) {
        return outcome.get().orThrow();
      }
    }
  }

  /** Empty: password, person or device are not any more what they were found to be. */
  private Optional<Admission.Outcome> attempt(
      String email, String password, @Nullable String deviceToken, Floor floor) {
    Attempt attempt = begin(email, deviceToken);
    SignInStart start = attempt.found();
    Passwords.Judgement judgement = passwords.judge(password, start.passwordHash());
    UUID userId = start.userId();
    if (!judgement.right() || userId == null) {
      recordFailure(attempt);
      floor.hold();
      throw IdentityRefusal.INVALID_CREDENTIALS.because("address or password is wrong");
    }
    String rehashed = judgement.outdated() ? passwords.hash(password) : null;
    return transactions.inScope(Scope.user(userId), () -> admit(attempt, userId, rehashed));
  }

  private Attempt begin(String email, @Nullable String deviceToken) {
    byte[] subject = attempts.ofEmail(email);
    byte[] deviceSubject = deviceToken == null ? null : attempts.ofDevice(deviceToken);
    var lockout = config.lockout();
    // One statement, which sets its own scope: its own transaction too.
    SignInStart start =
        sql.one(
            """
            SELECT * FROM identity.begin_sign_in(?, ?, ?::bytea, ?,
              ?::bigint * interval '1 millisecond', ?::bytea, ?::bytea, ?, ?,
              ?::bigint * interval '1 millisecond', ?::bigint * interval '1 millisecond',
              ?::bigint * interval '1 millisecond', ?)
            """,
            SignInStart::of,
            email,
            subject,
            attempts.ofNetwork(Call.current().ipAddress()),
            config.throttle().signInIp(),
            HOUR.toMillis(),
            deviceToken == null ? null : Hashes.sha256(deviceToken),
            deviceSubject,
            lockout.delayFrom(),
            lockout.lockFrom(),
            lockout.delayBase().toMillis(),
            lockout.lockFor().toMillis(),
            lockout.resetAfter().toMillis(),
            clock.instant());
    switch (start.outcome()) {
      case "JUDGE" -> {
        return new Attempt(email, subject, deviceSubject, start);
      }
      case "LOCKED" ->
          throw IdentityRefusal.TOO_MANY_ATTEMPTS
              .because("too many wrong passwords")
              .retryAfter(start.retryAfter());
      default ->
          throw KernelRefusal.TOO_MANY_REQUESTS
              .because("too many sign-ins from this network")
              .retryAfter(start.retryAfter());
    }
  }

  private void recordFailure(Attempt attempt) {
    SignInStart start = attempt.found();
    UUID userId = start.userId();
    Scope scope = userId == null ? Scope.none() : Scope.user(userId);
    transactions.run(
        scope,
        () -> {
          log.add(
              AuthenticationEvent.failure(
                      "sign_in", userId, attempt.emailSubject(), "wrong_password")
                  .method(PASSWORD));
          if (start.deviceId() != null) {
            endWornDevice(start);
          } else if (userId != null
              && start.attemptCount() >= config.lockout().lockFrom()
              && attempts.takeNotice(Attempts.EMAIL, attempt.emailSubject())) {
            notices.locked(userId, config.lockout().lockFor());
          }
        });
  }

  /** Ten wrong passwords from a trusted device end its trust. */
  private void endWornDevice(SignInStart start) {
    UUID userId = start.userId();
    if (start.attemptCount() >= config.lockout().lockFrom() && userId != null) {
      sql.update("DELETE FROM identity.trusted_devices WHERE id = ?", start.deviceId());
      log.add(
          AuthenticationEvent.failure("trusted_device_removed", userId, null, "wrong_passwords"));
    }
  }

  private Optional<Admission.Outcome> admit(
      Attempt attempt, UUID userId, @Nullable String rehashed) {
    SignInStart start = attempt.found();
    boolean holds = rehashed == null ? hold(attempt) : upgradeHash(attempt, userId, rehashed);
    if (!holds) {
      return Optional.empty();
    }
    Refusal refusal = refusalOf(start, userId, attempt);
    if (refusal != null) {
      return Optional.of(new Admission.Outcome(null, refusal));
    }
    List<String> due =
        SecondStep.due(
            start.twoFactorEnabled(),
            start.deviceId() != null,
            start.isOperator(),
            config.signIn().emailCode());
    if (due.isEmpty() && start.deviceId() != null && !markUsed(start.deviceId())) {
      return Optional.empty();
    }
    return Optional.of(
        new Admission.Outcome(
            due.isEmpty()
                ? signedIn(start, userId)
                : challenges.open(userId, PASSWORD, due, start.userLocale()),
            null));
  }

  /**
   * Clears the counter, and keeps password and person as they are until this transaction has ended:
   * whoever replaces the one or shuts the other out then ends what is opened here.
   *
   * @return false when either was changed since the password was judged
   */
  private boolean hold(Attempt attempt) {
    SignInStart start = attempt.found();
    // Locked in the order of those who change both.
    return sql.first(
            """
            WITH cleared AS (
              DELETE FROM identity.failed_attempts WHERE kind = ? AND subject_hash = ?)
            SELECT a.password_hash, CASE WHEN u.status = 'banned' AND u.ban_expires_at <= ?
                THEN 'active' ELSE u.status END AS status
            FROM identity.users u JOIN identity.accounts a ON a.user_id = u.id
            WHERE a.id = ? FOR NO KEY UPDATE OF u, a
            """,
            row ->
                row.text("password_hash").equals(start.passwordHash())
                    && row.text("status").equals(start.userStatus()),
            attempt.counter(),
            attempt.subject(),
            clock.instant(),
            start.accountId())
        .orElse(false);
  }

  /** As {@link #hold}, with the new hash. Of two sign-ins at once one finds the old hash. */
  private boolean upgradeHash(Attempt attempt, UUID userId, String rehashed) {
    SignInStart start = attempt.found();
    return sql.update(
            """
            WITH cleared AS (
              DELETE FROM identity.failed_attempts WHERE kind = ? AND subject_hash = ?),
            upgraded AS (
              UPDATE identity.accounts SET password_hash = ?, password_scheme = ?, updated_at = ?,
                version = version + 1
              WHERE id = ? AND password_hash = ? RETURNING id)
            """
                + AuthenticationLog.INSERT
                + " WHERE EXISTS (SELECT 1 FROM upgraded)",
            attempt.counter(),
            attempt.subject(),
            rehashed,
            Passwords.SCHEME,
            clock.instant(),
            start.accountId(),
            start.passwordHash(),
            log.rows(AuthenticationEvent.success("hash_upgraded", userId)))
        == 1;
  }

  private @Nullable Refusal refusalOf(SignInStart start, UUID userId, Attempt attempt) {
    if (!start.emailVerified()) {
      notices.verifyEmail(userId, attempt.email(), start.userLocale());
      return refused(
          userId,
          "email_not_verified",
          IdentityRefusal.EMAIL_NOT_VERIFIED.because("the address is not proved; a mail went out"));
    }
    Refusal barred = Admission.refusal(start.userStatus(), start.banReason(), start.banExpiresAt());
    return barred == null ? null : refused(userId, String.valueOf(start.userStatus()), barred);
  }

  private Refusal refused(UUID userId, String reason, Refusal refusal) {
    log.add(AuthenticationEvent.failure("sign_in", userId, null, reason).method(PASSWORD));
    return refusal;
  }

  /** False when it is trusted no more. */
  private boolean markUsed(UUID deviceId) {
    return sql.update(
            "UPDATE identity.trusted_devices SET last_used_at = ? WHERE id = ?",
            clock.instant(),
            deviceId)
        == 1;
  }

  private SignInResult signedIn(SignInStart start, UUID userId) {
    List<String> methods =
        start.deviceId() == null ? List.of("password") : List.of("password", "trusted_device");
    Sessions.Opened session = sessions.open(userId, start.organizationId(), methods);
    log.add(
        AuthenticationEvent.success("sign_in", userId)
            .organization(start.organizationId())
            .session(session.id())
            .method(PASSWORD));
    return new SignInResult.SignedIn(
        users.get(userId), start.organizationId(), session.expiresAt(), session.token(), null);
  }
}
