package dev.freehold.identity.signin;

import dev.freehold.identity.password.Passwords;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Authenticators and backup codes: judged first, used up in the transaction of what they open. */
@ApplicationScoped
public class SecondFactors {

  public static final String TABLE = "identity.two_factors";
  public static final String COLUMN = "secret_encrypted";
  private static final int SELECTOR_LENGTH = 4;
  private static final int CODE_LENGTH = 16;

  /** From here on the person is told. */
  private static final long FEW_CODES = 3;

  private final Sql sql;
  private final SecretBox box;
  private final Passwords passwords;
  private final SecurityNotices notices;
  private final Transactions transactions;
  private final Clock clock;

  SecondFactors(
      Sql sql,
      SecretBox box,
      Passwords passwords,
      SecurityNotices notices,
      Transactions transactions,
      Clock clock) {
    this.sql = sql;
    this.box = box;
    this.passwords = passwords;
    this.notices = notices;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What a right code is used up by.
   *
   * @param totpStep null unless the authenticator's
   * @param backupCodeId null unless a backup code
   */
  public record Proof(@Nullable Long totpStep, @Nullable UUID backupCodeId) {
    /** The challenge itself is what is used up. */
    public static final Proof NOTHING_TO_USE_UP = new Proof(null, null);
  }

  /** Null = wrong. */
  public @Nullable Proof totp(
      UUID userId, byte @Nullable [] sealed, long lastUsedStep, String code) {
    if (sealed == null) {
      return null;
    }
    byte[] secret = box.open(sealed, TABLE, COLUMN, userId);
    OptionalLong step = Totp.matchingStep(secret, code, clock.instant(), lastUsedStep);
    return step.isPresent() ? new Proof(step.getAsLong(), null) : null;
  }

  private record BackupCode(UUID id, String hash) {}

  /** What a backup code is found by; null = what was typed cannot be one. */
  static @Nullable String selector(String typed) {
    String code = normalized(typed);
    return code.length() == CODE_LENGTH ? code.substring(0, SELECTOR_LENGTH) : null;
  }

  private static String normalized(String typed) {
    return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
  }

  /** Null = wrong. One Argon2 run, whether there is such a code or not. */
  public @Nullable Proof backupCode(UUID userId, String typed) {
    String selector = selector(typed);
    if (selector == null) {
      return null;
    }
    BackupCode found =
        transactions.inScope(
            Scope.user(userId),
            () ->
                sql.first(
                        """
                        SELECT id, code_hash FROM identity.backup_codes
                        WHERE user_id = ? AND selector = ? AND used_at IS NULL
                        """,
                        row -> new BackupCode(row.uuid("id"), row.text("code_hash")),
                        userId,
                        selector)
                    .orElse(null));
    return found == null
        ? foundBackupCode(null, null, typed)
        : foundBackupCode(found.id(), found.hash(), typed);
  }

  /**
   * The same with what the {@link #selector} has found.
   *
   * @param id and {@code hash}: null = nothing
   */
  @Nullable Proof foundBackupCode(@Nullable UUID id, @Nullable String hash, String typed) {
    if (selector(typed) == null) {
      return null;
    }
    String rest = normalized(typed).substring(SELECTOR_LENGTH);
    boolean right = passwords.judge(rest, hash).right();
    return right && id != null ? new Proof(null, id) : null;
  }

  /** False when somebody else used it in the meantime. */
  public boolean useUp(UUID userId, Proof proof) {
    Instant now = clock.instant();
    if (proof.totpStep() != null) {
      return sql.update(
              """
              UPDATE identity.two_factors SET last_used_step = ?, updated_at = ?
              WHERE user_id = ? AND last_used_step < ?
              """,
              proof.totpStep(),
              now,
              userId,
              proof.totpStep())
          == 1;
    }
    if (proof.backupCodeId() != null) {
      return useUpBackupCode(userId, proof.backupCodeId(), now);
    }
    return true;
  }

  private boolean useUpBackupCode(UUID userId, UUID id, Instant now) {
    boolean used =
        sql.update(
                "UPDATE identity.backup_codes SET used_at = ? WHERE id = ? AND used_at IS NULL",
                now,
                id)
            == 1;
    if (used) {
      long left =
          sql.one(
              """
              SELECT count(*) AS n FROM identity.backup_codes
              WHERE user_id = ? AND used_at IS NULL
              """,
              row -> row.longValue("n"),
              userId);
      tellWhenFewAreLeft(userId, left);
    }
    return used;
  }

  void tellWhenFewAreLeft(UUID userId, long left) {
    if (left == FEW_CODES) {
      notices.backupCodesLow(userId, left);
    }
  }

  /**
   * An enrolled authenticator.
   *
   * @param secret sealed
   */
  public record Enrolled(byte[] secret, long lastUsedStep) {}

  /** In the person's own scope; empty where none is enrolled, or only begun. */
  public Optional<Enrolled> find(UUID userId) {
    return sql.first(
        """
        SELECT secret_encrypted, last_used_step FROM identity.two_factors
        WHERE user_id = ? AND enabled_at IS NOT NULL
        """,
        row ->
            new Enrolled(
                Objects.requireNonNull(row.bytesOrNull("secret_encrypted")),
                row.longValue("last_used_step")),
        userId);
  }

  /** Enrols an authenticator whose secret is known to work, in the transaction under way. */
  public void enrol(UUID userId, byte[] secret) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO identity.two_factors (user_id, secret_encrypted, enabled_at, last_used_step,
          created_at, updated_at)
        VALUES (?, ?, ?, 0, ?, ?)
        """,
        userId,
        box.seal(secret, TABLE, COLUMN, userId),
        now,
        now,
        now);
  }
}
