package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.device.TrustedDevices;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The second step of a sign-in: charged to challenge and person before it is judged. */
@ApplicationScoped
public class SecondFactorService {

  /** Ways to take the step, as the request names them. */
  public enum Method {
    TOTP,
    BACKUP_CODE,
    EMAIL_CODE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Sql sql;
  private final Verifications verifications;
  private final SecondFactors factors;
  private final Attempts attempts;
  private final TrustedDevices devices;
  private final MailThrottle throttle;
  private final SecondFactorEnd end;
  private final Users users;
  private final AuthenticationLog log;
  private final SecurityNotices notices;
  private final Transactions transactions;
  private final IdentityConfig config;
  private final Clock clock;

  SecondFactorService(
      Sql sql,
      Verifications verifications,
      SecondFactors factors,
      Attempts attempts,
      TrustedDevices devices,
      MailThrottle throttle,
      SecondFactorEnd end,
      Users users,
      AuthenticationLog log,
      SecurityNotices notices,
      Transactions transactions,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.verifications = verifications;
    this.factors = factors;
    this.attempts = attempts;
    this.devices = devices;
    this.throttle = throttle;
    this.end = end;
    this.users = users;
    this.log = log;
    this.notices = notices;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  /** A live challenge and what its codes are judged by. */
  private record Challenge(
      UUID id,
      UUID userId,
      byte @Nullable [] codeHash,
      boolean twoFactorEnabled,
      byte @Nullable [] secret,
      long lastUsedStep,
      boolean isOperator,
      @Nullable UUID organizationId,
      String first,
      @Nullable UUID backupCodeId,
      @Nullable String backupCodeHash) {

    static Challenge of(Row row) {
      Long step = row.longOrNull("last_used_step");
      return new Challenge(
          row.uuid("id"),
          row.uuid("user_id"),
          row.bytesOrNull("code_hash"),
          row.bool("two_factor_enabled"),
          row.bytesOrNull("secret_encrypted"),
          step == null ? 0 : step,
          !row.text("system_role").equals("user"),
          row.uuidOrNull("organization_id"),
          row.texts("methods").getFirst(),
          row.uuidOrNull("backup_code_id"),
          row.textOrNull("backup_code_hash"));
    }

    boolean takes(Method method) {
      return (method == Method.EMAIL_CODE) != twoFactorEnabled;
    }
  }

  /**
   * Opens its own transactions; none may be under way.
   *
   * @throws Refusal {@code METHOD_NOT_AVAILABLE}, {@code CHALLENGE_GONE}, {@code CODE_WRONG},
   *     {@code TOO_MANY_ATTEMPTS}
   */
  public SignInResult.SignedIn confirm(
      UUID challengeId, Method method, String code, boolean trustDevice) {
    String selector = method == Method.BACKUP_CODE ? SecondFactors.selector(code) : null;
    Challenge challenge = transactions.requiresNew(() -> find(challengeId, selector));
    if (!challenge.takes(method)) {
      throw IdentityRefusal.METHOD_NOT_AVAILABLE.because(
          "%s is not open for this challenge", method.word());
    }
    byte[] subject = attempts.ofUser(challenge.userId());
    int count = charge(challengeId, subject);
    SecondFactors.Proof proof = judge(challenge, method, code);
    if (proof == null) {
      recordFailure(challenge, method, subject, count);
      throw wrong();
    }
    return transactions.inScope(
        Scope.user(challenge.userId()), () -> finish(challenge, method, proof, trustDevice));
  }

  /**
   * Mails a new code in place of the old one; the tries stay counted, and the challenge ends when
   * it would have. Opens its own transactions; none may be under way.
   *
   * @return until when the challenge lives
   * @throws Refusal {@code CHALLENGE_GONE}, {@code METHOD_NOT_AVAILABLE}, {@code TOO_MANY_REQUESTS}
   */
  public Instant resend(UUID challengeId) {
    Challenge challenge = transactions.requiresNew(() -> find(challengeId, null));
    if (!challenge.takes(Method.EMAIL_CODE)) {
      throw IdentityRefusal.METHOD_NOT_AVAILABLE.because("no code is mailed for this challenge");
    }
    Verification open =
        transactions
            .requiresNew(() -> verifications.findById(Verifications.SECOND_FACTOR, challengeId))
            .orElseThrow(SecondFactorService::gone);
    throttle.takeAgain(challengeId, open.lastSentAt());
    UUID userId = challenge.userId();
    String code = Secrets.sixDigits();
    Instant expiresAt = open.expiresAt();
    return transactions.inScope(
        Scope.user(userId),
        () -> {
          if (!verifications.renew(
              challengeId,
              null,
              verifications.codeHash(challengeId, code),
              expiresAt,
              config.signUp().resendAfter())) {
            throw gone();
          }
          notices.signInCode(
              userId,
              users.get(userId).locale(),
              code,
              expiresAt,
              Duration.between(clock.instant(), expiresAt));
          return expiresAt;
        });
  }

  private Challenge find(UUID challengeId, @Nullable String selector) {
    return sql.first(
            "SELECT * FROM identity.find_challenge(?, ?, ?) WHERE id IS NOT NULL",
            Challenge::of,
            challengeId,
            clock.instant(),
            selector)
        .orElseThrow(SecondFactorService::gone);
  }

  private record Charged(String outcome, int attemptCount, @Nullable Instant lockedUntil) {}

  /** Attempts of the person so far, this one included. */
  private int charge(UUID challengeId, byte[] subject) {
    var lockout = config.lockout();
    Instant now = clock.instant();
    Charged charged =
        transactions.requiresNew(
            () ->
                sql.one(
                    """
                    SELECT * FROM identity.charge_second_factor(?, ?, ?, ?,
                      ?::bigint * interval '1 millisecond', ?::bigint * interval '1 millisecond',
                      ?::bigint * interval '1 millisecond', ?)
                    """,
                    row -> {
                      Integer count = row.intOrNull("attempt_count");
                      return new Charged(
                          row.text("outcome"),
                          count == null ? 0 : count,
                          row.instantOrNull("locked_until"));
                    },
                    challengeId,
                    subject,
                    lockout.delayFrom(),
                    lockout.lockFrom(),
                    lockout.delayBase().toMillis(),
                    lockout.lockFor().toMillis(),
                    lockout.resetAfter().toMillis(),
                    now));
    if (charged.outcome().equals("GONE")) {
      throw gone();
    }
    Instant until = charged.lockedUntil();
    if (charged.outcome().equals("LOCKED") && until != null) {
      throw IdentityRefusal.TOO_MANY_ATTEMPTS
          .because("too many wrong codes")
          .retryAfter(Duration.between(now, until));
    }
    return charged.attemptCount();
  }

  private SecondFactors.@Nullable Proof judge(Challenge challenge, Method method, String code) {
    return switch (method) {
      case TOTP ->
          factors.totp(challenge.userId(), challenge.secret(), challenge.lastUsedStep(), code);
      case BACKUP_CODE ->
          factors.foundBackupCode(challenge.backupCodeId(), challenge.backupCodeHash(), code);
      case EMAIL_CODE ->
          verifications.codeFits(challenge.id(), code, challenge.codeHash())
              ? SecondFactors.Proof.NOTHING_TO_USE_UP
              : null;
    };
  }

  private void recordFailure(Challenge challenge, Method method, byte[] subject, int count) {
    transactions.run(
        Scope.user(challenge.userId()),
        () -> {
          log.add(
              AuthenticationEvent.failure("second_factor", challenge.userId(), null, "wrong_code")
                  .method(method.word()));
          if (count >= config.lockout().lockFrom()
              && attempts.takeNotice(Attempts.SECOND_FACTOR, subject)) {
            notices.locked(challenge.userId(), config.lockout().lockFor());
          }
        });
  }

  private SignInResult.SignedIn finish(
      Challenge challenge, Method method, SecondFactors.Proof proof, boolean trustDevice) {
    UUID userId = challenge.userId();
    UUID organization = challenge.organizationId();
    var device = trustDevice && !challenge.isOperator() ? devices.prepare() : null;
    SecondFactorEnd.Ended ended =
        end.of(
            new SecondFactorEnd.Ending(
                challenge.id(),
                userId,
                organization,
                List.of(challenge.first(), method.word()),
                proof,
                device));
    if (!ended.challengeUsed()) {
      throw gone();
    }
    // The same code in another challenge at the same time: one of the two finds it used.
    if (!ended.proofUsed()) {
      throw wrong();
    }
    if (proof.backupCodeId() != null) {
      factors.tellWhenFewAreLeft(userId, ended.codesLeft());
    }
    if (device != null) {
      notices.deviceTrusted(userId, device.name());
    }
    return new SignInResult.SignedIn(
        ended.user(),
        organization,
        ended.session().expiresAt(),
        ended.session().token(),
        device == null ? null : device.token());
  }

  private static Refusal gone() {
    return IdentityRefusal.CHALLENGE_GONE.because("the challenge is used, worn out or too old");
  }

  private static Refusal wrong() {
    return IdentityRefusal.CODE_WRONG.because("the code does not fit");
  }
}
