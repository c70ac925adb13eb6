package dev.freehold.identity.signin;

import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Pepper;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Codes and links: each is tried a few times, used once, and readable by nobody. */
@ApplicationScoped
public class Verifications {

  public static final String SIGN_UP = "sign_up";
  public static final String SECOND_FACTOR = "second_factor";
  public static final String EMAIL_VERIFICATION = "email_verification";
  public static final String PASSWORD_RESET = "password_reset";

  private final Sql sql;
  private final Pepper pepper;
  private final Clock clock;

  Verifications(Sql sql, Pepper pepper, Clock clock) {
    this.sql = sql;
    this.pepper = pepper;
    this.clock = clock;
  }

  /**
   * What is to be stored.
   *
   * @param token of the link, null where there is none
   * @param codeHash of {@link #codeHash}, or random bytes that no code fits
   */
  public record Opening(
      UUID id,
      String kind,
      @Nullable UUID userId,
      @Nullable String email,
      byte @Nullable [] payload,
      @Nullable String token,
      byte @Nullable [] codeHash,
      Instant expiresAt) {}

  public void open(Opening opening) {
    Instant now = clock.instant();
    String token = opening.token();
    sql.update(
        """
        INSERT INTO identity.verifications (id, kind, user_id, email, payload_encrypted,
          token_hash, code_hash, attempts, expires_at, last_sent_at, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
        """,
        opening.id(),
        opening.kind(),
        opening.userId(),
        opening.email(),
        opening.payload(),
        token == null ? null : Hashes.sha256(token),
        opening.codeHash(),
        opening.expiresAt(),
        now,
        now);
  }

  /** Ends what is open of a kind for a person's address, so that a new one can replace it. */
  public void replace(String kind, UUID userId, String email) {
    sql.update(
        """
        UPDATE identity.verifications SET consumed_at = ?
        WHERE kind = ? AND user_id = ? AND email = ? AND consumed_at IS NULL
        """,
        clock.instant(),
        kind,
        userId,
        email);
  }

  /** Charges one try; empty = dead, used, unknown or worn out. Commits by itself. */
  public Optional<Verification> charge(String kind, UUID id, int maxAttempts) {
    return sql.first(
        "SELECT * FROM identity.charge_verification(?, ?, ?, ?)",
        Verification::of,
        kind,
        id,
        maxAttempts,
        clock.instant());
  }

  public Optional<Verification> findByToken(String kind, String token) {
    return sql.first(
        "SELECT * FROM identity.find_verification(?, ?, ?)",
        Verification::of,
        kind,
        Hashes.sha256(token),
        clock.instant());
  }

  /** True for the one use; of two at once the other waits and gets false. */
  public boolean consume(UUID id) {
    return sql.one(
        "SELECT identity.consume_verification(?, ?) AS consumed",
        row -> row.bool("consumed"),
        id,
        clock.instant());
  }

  public byte[] codeHash(UUID id, String code) {
    return pepper.hmac("verification-code", id.toString(), code);
  }

  public boolean codeFits(UUID id, String code, byte @Nullable [] codeHash) {
    return codeHash != null && MessageDigest.isEqual(codeHash, codeHash(id, code.strip()));
  }
}
