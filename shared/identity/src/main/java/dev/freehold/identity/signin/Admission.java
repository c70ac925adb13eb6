package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig.EmailCode;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody in who proved their mailbox or came from a provider: they need the authenticator
 * where one is enrolled, and nothing else.
 */
@ApplicationScoped
public class Admission {

  private final Sql sql;
  private final Sessions sessions;
  private final Challenges challenges;
  private final AuthenticationLog log;
  private final Clock clock;

  Admission(Sql sql, Sessions sessions, Challenges challenges, AuthenticationLog log, Clock clock) {
    this.sql = sql;
    this.sessions = sessions;
    this.challenges = challenges;
    this.log = log;
    this.clock = clock;
  }

  /** What it came to; a refusal is thrown after the commit, so that its record stays. */
  public record Outcome(@Nullable SignInResult result, @Nullable Refusal refusal) {

    public SignInResult orThrow() {
      if (refusal != null) {
        throw refusal;
      }
      if (result == null) {
        throw new IllegalStateException("neither admitted nor refused");
      }
      return result;
    }
  }

  /** {@code status}: with a ban that has passed counted as active. */
  private record Person(
      User user, String status, @Nullable UUID deviceId, @Nullable UUID organizationId) {

    static Person of(Row row) {
      return new Person(
          User.of(row),
          row.text("effective_status"),
          row.uuidOrNull("device_id"),
          row.uuidOrNull("organization_id"));
    }
  }

  /**
   * In the person's own transaction.
   *
   * @param method how they proved who they are
   */
  public Outcome admit(UUID userId, String method, @Nullable String deviceToken) {
    Person person = recognize(userId, deviceToken);
    User user = person.user();
    Refusal refusal = refusal(person.status(), user.banReason(), user.banExpiresAt());
    if (refusal != null) {
      log.add(AuthenticationEvent.failure("sign_in", userId, null, person.status()).method(method));
      return new Outcome(null, refusal);
    }
    List<String> due =
        SecondStep.due(
            user.twoFactorEnabled(),
            person.deviceId() != null,
            !user.role().equals("user"),
            EmailCode.NEVER);
    return new Outcome(
        due.isEmpty()
            ? signedIn(user, method, person)
            : challenges.open(userId, method, due, user.locale()),
        null);
  }

  /** One statement: the person, and the device they come back from, seen now. */
  private Person recognize(UUID userId, @Nullable String deviceToken) {
    Instant now = clock.instant();
    return sql.one(
        """
        WITH device AS (
          UPDATE identity.trusted_devices SET last_used_at = ?
          WHERE token_hash = ?::bytea AND user_id = ? AND expires_at > ? RETURNING id)
        SELECT p.*, (SELECT id FROM device) AS device_id,
          CASE WHEN p.status = 'banned' AND p.ban_expires_at <= ? THEN 'active'
            ELSE p.status END AS effective_status,
          identity.first_organization(p.id) AS organization_id
        FROM ("""
            + Users.SHOWN
            + ") p WHERE p.id = ?",
        Person::of,
        now,
        deviceToken == null ? null : Hashes.sha256(deviceToken),
        userId,
        now,
        now,
        userId);
  }

  /**
   * @param status with a ban that has passed counted as active
   * @return null where nothing is in the way
   */
  static @Nullable Refusal refusal(
      @Nullable String status, @Nullable String banReason, @Nullable Instant banExpiresAt) {
    if ("banned".equals(status)) {
      return IdentityRefusal.ACCOUNT_BANNED
          .because("the account is banned")
          .with("banReason", banReason)
          .with("banExpiresAt", banExpiresAt);
    }
    return "disabled".equals(status)
        ? IdentityRefusal.ACCOUNT_DISABLED.because("the account is disabled")
        : null;
  }

  private SignInResult signedIn(User user, String method, Person person) {
    boolean trusted = user.twoFactorEnabled() && person.deviceId() != null;
    Sessions.Opened session =
        sessions.open(
            user.id(),
            person.organizationId(),
            trusted ? List.of(method, "trusted_device") : List.of(method));
    log.add(
        AuthenticationEvent.success("sign_in", user.id())
            .organization(person.organizationId())
            .session(session.id())
            .method(method));
    return new SignInResult.SignedIn(
        user.signedInAt(clock.instant()),
        person.organizationId(),
        session.expiresAt(),
        session.token(),
        null);
  }
}
