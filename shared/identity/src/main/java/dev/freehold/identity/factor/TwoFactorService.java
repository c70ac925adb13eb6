package dev.freehold.identity.factor;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.SecondFactors.Proof;
import dev.freehold.identity.signin.Totp;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator from being shown to being taken away. What judges codes opens its own
 * transactions; none may be under way.
 */
@ApplicationScoped
public class TwoFactorService {

  private static final Pattern SIX_DIGITS = Pattern.compile("\\s*\\d{3}\\s?\\d{3}\\s*");

  private final Sql sql;
  private final SecretBox box;
  private final SecondFactors factors;
  private final BackupCodes backupCodes;
  private final FactorTries tries;
  private final FactorNotices notices;
  private final Users users;
  private final Transactions transactions;
  private final IdentityConfig.TwoFactor config;
  private final Clock clock;

  TwoFactorService(
      Sql sql,
      SecretBox box,
      SecondFactors factors,
      BackupCodes backupCodes,
      FactorTries tries,
      FactorNotices notices,
      Users users,
      Transactions transactions,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.box = box;
    this.factors = factors;
    this.backupCodes = backupCodes;
    this.tries = tries;
    this.notices = notices;
    this.users = users;
    this.transactions = transactions;
    this.config = config.twoFactor();
    this.clock = clock;
  }

  /** Where a person stands. */
  public record Standing(boolean enabled, @Nullable Instant enabledAt, long backupCodesRemaining) {}

  /** One statement. */
  @Transactional
  public Standing get(UUID userId) {
    return sql.one(
        """
        SELECT (SELECT enabled_at FROM identity.two_factors WHERE user_id = ?) AS enabled_at,
          (SELECT count(*) FROM identity.backup_codes WHERE user_id = ? AND used_at IS NULL)
            AS remaining
        """,
        row -> {
          Instant enabledAt = row.instantOrNull("enabled_at");
          return new Standing(enabledAt != null, enabledAt, row.longValue("remaining"));
        },
        userId,
        userId);
  }

  /** A secret as authenticator apps take it, shown once. */
  public record Started(String secret, String otpauthUri) {}

  /**
   * Shows a secret; one that was shown before and not confirmed is dead.
   *
   * @throws Refusal {@code ALREADY_ENABLED}
   */
  public Started start(UUID userId) {
    byte[] secret = Secrets.bytes(Totp.SECRET_BYTES);
    byte[] sealed = box.seal(secret, SecondFactors.TABLE, SecondFactors.COLUMN, userId);
    User user =
        transactions.requiresNew(
            () -> {
              put(userId, sealed);
              notices.started(userId);
              return users.get(userId);
            });
    String account = Objects.requireNonNullElse(user.email(), userId.toString());
    String shown = Totp.base32(secret);
    return new Started(shown, OtpauthUri.of(config.issuer(), account, shown));
  }

  private void put(UUID userId, byte[] sealed) {
    Instant now = clock.instant();
    int changed =
        sql.update(
            """
            INSERT INTO identity.two_factors AS t (user_id, secret_encrypted, last_used_step,
              created_at, updated_at)
            VALUES (?, ?, 0, ?, ?)
            ON CONFLICT (user_id) DO UPDATE
            SET secret_encrypted = excluded.secret_encrypted, updated_at = excluded.updated_at
            WHERE t.enabled_at IS NULL
            """,
            userId,
            sealed,
            now,
            now);
    if (changed == 0) {
      throw IdentityRefusal.ALREADY_ENABLED.because("an authenticator is enabled");
    }
  }

  /**
   * Enables the authenticator that gave the code; trusted devices end, and sessions that came by
   * one have no second factor: it was trusted by a mailed code.
   *
   * @return backup codes, shown once
   * @throws Refusal {@code NOT_STARTED}, {@code CODE_WRONG}
   */
  public List<String> confirm(UUID userId, UUID sessionId, String code) {
    byte[] sealed =
        transactions.requiresNew(
            () ->
                sql.first(
                        """
                        SELECT secret_encrypted FROM identity.two_factors
                        WHERE user_id = ? AND enabled_at IS NULL
                        """,
                        row -> row.bytes("secret_encrypted"),
                        userId)
                    .orElseThrow(TwoFactorService::notStarted));
    Proof proof = factors.totp(userId, sealed, 0, code);
    if (proof == null || proof.totpStep() == null) {
      throw FactorTries.wrong();
    }
    long step = proof.totpStep();
    var codes = backupCodes.make();
    return transactions.requiresNew(
        () -> {
          enable(userId, sealed, step);
          backupCodes.replace(userId, codes);
          countInSessions(userId, sessionId);
          notices.enabled(userId, sessionId);
          return codes.stream().map(BackupCodes.BackupCode::shown).toList();
        });
  }

  private void enable(UUID userId, byte[] sealed, long step) {
    Instant now = clock.instant();
    int enabled =
        sql.update(
            """
            WITH devices AS (DELETE FROM identity.trusted_devices WHERE user_id = ?)
            UPDATE identity.two_factors SET enabled_at = ?, last_used_step = ?, updated_at = ?
            WHERE user_id = ? AND enabled_at IS NULL AND secret_encrypted = ?
            """,
            userId,
            now,
            step,
            now,
            userId,
            sealed);
    if (enabled == 0) {
      throw notStarted();
    }
  }

  /** After the devices have ended, and so after the sign-ins under way that still came by one. */
  private void countInSessions(UUID userId, UUID sessionId) {
    sql.update(
        """
        UPDATE identity.sessions
        SET methods = array_remove(methods, 'trusted_device')
          || CASE WHEN id = ? AND NOT methods @> ARRAY['totp'] THEN ARRAY['totp'] ELSE '{}' END
        WHERE user_id = ? AND (id = ? OR methods @> ARRAY['trusted_device'])
        """,
        sessionId,
        userId,
        sessionId);
  }

  private record Known(SecondFactors.Enrolled authenticator, User user) {}

  private Known find(UUID userId) {
    return transactions.requiresNew(
        () ->
            new Known(
                factors.find(userId).orElseThrow(TwoFactorService::notEnabled), users.get(userId)));
  }

  /**
   * Takes the authenticator away, with backup codes and trusted devices.
   *
   * @param code of the authenticator, or a backup code
   * @throws Refusal {@code NOT_ENABLED}, {@code TWO_FACTOR_DEMANDED}, {@code TOO_MANY_ATTEMPTS},
   *     {@code CODE_WRONG}
   */
  public void disable(UUID userId, UUID sessionId, String code) {
    Known known = find(userId);
    if (!known.user().role().equals("user")) {
      throw IdentityRefusal.TWO_FACTOR_DEMANDED.because("operators keep a second factor");
    }
    Proof proof =
        tries.judge(
            userId,
            "two_factor_disabled",
            () ->
                SIX_DIGITS.matcher(code).matches()
                    ? totp(userId, known, code)
                    : factors.backupCode(userId, code));
    transactions.requiresNew(
        () -> {
          users.lock(userId);
          tries.use(userId, proof);
          backupCodes.remove(userId);
          sql.update(
              """
              WITH devices AS (DELETE FROM identity.trusted_devices WHERE user_id = ?)
              DELETE FROM identity.two_factors WHERE user_id = ?
              """,
              userId,
              userId);
          notices.disabled(userId, sessionId);
          return userId;
        });
  }

  /**
   * Ten new backup codes; the old ones end.
   *
   * @param code of the authenticator
   * @return shown once
   * @throws Refusal {@code NOT_ENABLED}, {@code TOO_MANY_ATTEMPTS}, {@code CODE_WRONG}
   */
  public List<String> renewBackupCodes(UUID userId, UUID sessionId, String code) {
    Known known = find(userId);
    Proof proof = tries.judge(userId, "backup_codes_renewed", () -> totp(userId, known, code));
    var codes = backupCodes.make();
    return transactions.requiresNew(
        () -> {
          users.lock(userId);
          tries.use(userId, proof);
          backupCodes.replace(userId, codes);
          notices.codesRenewed(userId, sessionId);
          return codes.stream().map(BackupCodes.BackupCode::shown).toList();
        });
  }

  private @Nullable Proof totp(UUID userId, Known known, String code) {
    var authenticator = known.authenticator();
    return factors.totp(userId, authenticator.secret(), authenticator.lastUsedStep(), code);
  }

  private static Refusal notStarted() {
    return IdentityRefusal.NOT_STARTED.because("no authenticator waits to be confirmed");
  }

  private static Refusal notEnabled() {
    return IdentityRefusal.NOT_ENABLED.because("no authenticator is enabled");
  }
}
