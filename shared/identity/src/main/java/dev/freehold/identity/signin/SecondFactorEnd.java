package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.device.TrustedDevices;
import dev.freehold.identity.device.TrustedDevices.NewDevice;
import dev.freehold.identity.signin.Sessions.Opened;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of a second step in one statement: the challenge and the code are used up, the counter
 * falls away, the session is open. What was already used shows in the answer, and the caller rolls
 * all of it back.
 */
@ApplicationScoped
class SecondFactorEnd {

  private static final String STATEMENT =
      """
      WITH challenge AS (
        UPDATE identity.verifications SET consumed_at = ?, payload_encrypted = NULL
        WHERE id = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ? RETURNING id),
      step AS (
        UPDATE identity.two_factors SET last_used_step = ?::bigint, updated_at = ?
        WHERE user_id = ? AND last_used_step < ?::bigint RETURNING user_id),
      code AS (
        UPDATE identity.backup_codes SET used_at = ?
        WHERE id = ?::uuid AND used_at IS NULL RETURNING id),
      counter AS (
        DELETE FROM identity.failed_attempts WHERE kind = ? AND subject_hash = ?),
      """
          + Sessions.OPENING
          + ",\n"
          + TrustedDevices.TRUSTING
          + ",\nlogged AS ("
          + AuthenticationLog.INSERT
          + ")\n"
          + """
          SELECT p.*, EXISTS (SELECT 1 FROM challenge) AS challenge_used,
            EXISTS (SELECT 1 FROM step) OR EXISTS (SELECT 1 FROM code) AS proof_used,
            (SELECT count(*) FROM identity.backup_codes b
              WHERE b.user_id = p.id AND b.used_at IS NULL AND b.id IS DISTINCT FROM ?::uuid)
              AS codes_left
          FROM ("""
          + Users.SHOWN
          + ") p WHERE p.id = ?";

  private final Sql sql;
  private final Sessions sessions;
  private final TrustedDevices devices;
  private final Attempts attempts;
  private final AuthenticationLog log;
  private final Clock clock;

  SecondFactorEnd(
      Sql sql,
      Sessions sessions,
      TrustedDevices devices,
      Attempts attempts,
      AuthenticationLog log,
      Clock clock) {
    this.sql = sql;
    this.sessions = sessions;
    this.devices = devices;
    this.attempts = attempts;
    this.log = log;
    this.clock = clock;
  }

  /**
   * What has been judged as right.
   *
   * @param methods how the first step was taken, and this one
   * @param device that is trusted from now on; null = none
   */
  record Ending(
      UUID challengeId,
      UUID userId,
      @Nullable UUID organizationId,
      List<String> methods,
      SecondFactors.Proof proof,
      @Nullable NewDevice device) {}

  /**
   * What it came to.
   *
   * @param challengeUsed false: it was used, or has run out, in the meantime
   * @param proofUsed false: the code was used in the meantime
   * @param codesLeft backup codes of the person
   */
  record Ended(
      User user, Opened session, boolean challengeUsed, boolean proofUsed, long codesLeft) {}

  /** In the person's own transaction, which is rolled back unless both are used. */
  Ended of(Ending ending) {
    Opened session = sessions.prepare();
    SecondFactors.Proof proof = ending.proof();
    boolean nothingToUseUp = proof.totpStep() == null && proof.backupCodeId() == null;
    Instant now = clock.instant();
    return sql.one(
        STATEMENT,
        (Row row) ->
            new Ended(
                User.of(row).signedInAt(now),
                session,
                row.bool("challenge_used"),
                nothingToUseUp || row.bool("proof_used"),
                row.longValue("codes_left")),
        values(ending, session, now));
  }

  private @Nullable Object[] values(Ending ending, Opened session, Instant now) {
    UUID user = ending.userId();
    Long step = ending.proof().totpStep();
    UUID code = ending.proof().backupCodeId();
    var values =
        new ArrayList<@Nullable Object>(
            Arrays.asList(
                now,
                ending.challengeId(),
                user,
                now,
                step,
                now,
                user,
                step,
                now,
                code,
                Attempts.SECOND_FACTOR,
                attempts.ofUser(user)));
    values.addAll(sessions.opening(session, user, ending.organizationId(), ending.methods()));
    values.addAll(devices.trusting(ending.device(), user));
    values.add(log.rows(events(ending, session)));
    values.add(code);
    values.add(user);
    return values.toArray();
  }

  private static AuthenticationEvent[] events(Ending ending, Opened session) {
    UUID user = ending.userId();
    var events = new ArrayList<AuthenticationEvent>();
    events.add(
        AuthenticationEvent.success("second_factor", user).method(ending.methods().getLast()));
    events.add(
        AuthenticationEvent.success("sign_in", user)
            .organization(ending.organizationId())
            .session(session.id())
            .method(ending.methods().getFirst()));
    if (ending.device() != null) {
      events.add(AuthenticationEvent.success("trusted_device_added", user));
    }
    return events.toArray(AuthenticationEvent[]::new);
  }
}
