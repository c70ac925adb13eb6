package dev.freehold.identity.signin;

import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Pepper;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  public static final String MAGIC_LINK = "magic_link";
  public static final String REAUTHENTICATION = "reauthentication";
  public static final String PROVIDER_STATE = "provider_state";

  /** Where a payload is sealed for. */
  public static final String TABLE = "identity.verifications";

  public static final String PAYLOAD = "payload_encrypted";

  private static final String INSERT =
      """
      INSERT INTO identity.verifications (id, kind, user_id, email, payload_encrypted,
        token_hash, code_hash, attempts, expires_at, last_sent_at, created_at, methods)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
      """;

  /** In the row of the one before: the index allows one open link, also while two ask at once. */
  private static final String REPLACING =
      """
      ON CONFLICT (kind, user_id, email)
        WHERE consumed_at IS NULL
          AND kind IN ('email_verification', 'password_reset', 'magic_link')
      DO UPDATE SET id = excluded.id, token_hash = excluded.token_hash,
        expires_at = excluded.expires_at, last_sent_at = excluded.last_sent_at,
        created_at = excluded.created_at
      """;

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
   * @param methods of a second step: how the first one was taken
   */
  public record Opening(
      UUID id,
      String kind,
      @Nullable UUID userId,
      @Nullable String email,
      byte @Nullable [] payload,
      @Nullable String token,
      byte @Nullable [] codeHash,
      Instant expiresAt,
      @Nullable List<String> methods) {

    /** A link that is mailed to a person's address. */
    public static Opening link(
        UUID id, String kind, UUID userId, String email, String token, Instant expiresAt) {
      return new Opening(id, kind, userId, email, null, token, null, expiresAt, null);
    }
  }

  public void open(Opening opening) {
    sql.update(INSERT, values(opening));
  }

  /**
   * Opens a link; what was open of its kind for the person's address is dead. Of two at once the
   * later one lives.
   */
  public void openLink(Opening link) {
    sql.update(INSERT + REPLACING, values(link));
  }

  private @Nullable Object[] values(Opening opening) {
    Instant now = clock.instant();
    String token = opening.token();
    return new @Nullable Object[] {
      opening.id(),
      opening.kind(),
      opening.userId(),
      opening.email(),
      opening.payload(),
      token == null ? null : Hashes.sha256(token),
      opening.codeHash(),
      opening.expiresAt(),
      now,
      now,
      opening.methods()
    };
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

  /** What is under way by its id; nothing is charged. */
  public Optional<Verification> findById(String kind, UUID id) {
    return sql.first(
        "SELECT * FROM identity.find_open_verification(?, ?, ?)",
        Verification::of,
        kind,
        id,
        clock.instant());
  }

  /**
   * Puts a new code, and a new link where there was one, in place of what was mailed.
   *
   * @param pause not sooner than so long after the last mail
   * @return false when it is gone, or was mailed a moment ago
   */
  public boolean renew(
      UUID id, @Nullable String token, byte[] codeHash, Instant expiresAt, Duration pause) {
    Instant now = clock.instant();
    return sql.one(
        "SELECT identity.renew_verification(?, ?, ?, ?, ?, ?) AS renewed",
        row -> row.bool("renewed"),
        id,
        token == null ? null : Hashes.sha256(token),
        codeHash,
        expiresAt,
        now.minus(pause),
        now);
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
