package dev.freehold.identity.signin;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.Pepper;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counters of failed attempts: keyed hashes, so that no address can be read from them. */
@ApplicationScoped
public class Attempts {

  public static final String EMAIL = "email";
  public static final String DEVICE = "device";
  public static final String SECOND_FACTOR = "second_factor";

  private static final Duration NOTICE_PAUSE = Duration.ofDays(1);
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Sql sql;
  private final Pepper pepper;
  private final Transactions transactions;
  private final IdentityConfig.Lockout config;
  private final Clock clock;

  Attempts(Sql sql, Pepper pepper, Transactions transactions, IdentityConfig config, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.pepper = pepper;
    this.config = config.lockout();
    this.clock = clock;
  }

  public byte[] ofEmail(String email) {
    return pepper.hmac("attempts-email", email);
  }

  public byte[] ofDevice(String token) {
    return pepper.hmac("attempts-device", token);
  }

  /** The codes of a person, mailed or of the authenticator. */
  public byte[] ofUser(UUID userId) {
    return pepper.hmac("attempts-second-factor", userId.toString());
  }

  /**
   * The password of somebody signed in, apart from their codes: who knows it takes their counter
   * away, and would get more guesses at the authenticator.
   */
  public byte[] ofPassword(UUID userId) {
    return pepper.hmac("attempts-password", userId.toString());
  }

  /** The network of an address: IPv6 counts by /64. Null where the address is not known. */
  public byte @Nullable [] ofNetwork(@Nullable String ipAddress) {
    return ipAddress == null ? null : pepper.hmac("network", network(ipAddress));
  }

  public static String network(String ipAddress) {
    byte[] bytes = InetAddress.ofLiteral(ipAddress).getAddress();
    int kept = bytes.length > 4 ? IPV6_NETWORK_BYTES : bytes.length;
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, kept));
  }

  private record Charged(boolean charged, int attemptCount, @Nullable Instant lockedUntil) {}

  /**
   * Charges one attempt before it is judged, in a transaction that stays.
   *
   * @return attempts so far, this one included
   * @throws dev.freehold.kernel.Refusal {@code TOO_MANY_ATTEMPTS}; then nothing is charged
   */
  public int charge(String kind, byte[] subject) {
    Instant now = clock.instant();
    Charged charged =
        transactions.requiresNew(
            () ->
                sql.one(
                    """
                    SELECT * FROM identity.charge_attempt(?, ?, ?, ?,
                      ?::bigint * interval '1 millisecond', ?::bigint * interval '1 millisecond',
                      ?::bigint * interval '1 millisecond', ?)
                    """,
                    row ->
                        new Charged(
                            row.bool("charged"),
                            row.intValue("attempt_count"),
                            row.instantOrNull("locked_until")),
                    kind,
                    subject,
                    config.delayFrom(),
                    config.lockFrom(),
                    config.delayBase().toMillis(),
                    config.lockFor().toMillis(),
                    config.resetAfter().toMillis(),
                    now));
    Instant until = charged.lockedUntil();
    if (!charged.charged()) {
      throw IdentityRefusal.TOO_MANY_ATTEMPTS
          .because("too many wrong attempts")
          .retryAfter(until == null ? Duration.ofSeconds(1) : Duration.between(now, until));
    }
    return charged.attemptCount();
  }

  /** A right answer takes the counter away. */
  public void clear(String kind, byte[] subject) {
    sql.update(
        "DELETE FROM identity.failed_attempts WHERE kind = ? AND subject_hash = ?", kind, subject);
  }

  /** True when the owner is to be told of a lock now: the first one, once a day at most. */
  public boolean takeNotice(String kind, byte[] subject) {
    Instant now = clock.instant();
    return sql.update(
            """
            UPDATE identity.failed_attempts SET notified_at = ?
            WHERE kind = ? AND subject_hash = ? AND attempt_count >= ?
              AND (notified_at IS NULL OR notified_at <= ?)
            """,
            now,
            kind,
            subject,
            config.lockFrom(),
            now.minus(NOTICE_PAUSE))
        == 1;
  }
}
