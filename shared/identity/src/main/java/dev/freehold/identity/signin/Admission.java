package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig.EmailCode;
import dev.freehold.identity.IdentityRefusal;
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
  private final Users users;
  private final AuthenticationLog log;
  private final Clock clock;

  Admission(
      Sql sql,
      Sessions sessions,
      Challenges challenges,
      Users users,
      AuthenticationLog log,
      Clock clock) {
    this.sql = sql;
    this.sessions = sessions;
    this.challenges = challenges;
    this.users = users;
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

  private record Person(
      String status,
      @Nullable String banReason,
      @Nullable Instant banExpiresAt,
      boolean isOperator,
      String locale,
      boolean twoFactorEnabled,
      @Nullable UUID deviceId,
      @Nullable UUID organizationId) {

    static Person of(Row row) {
      return new Person(
          row.text("status"),
          row.textOrNull("ban_reason"),
          row.instantOrNull("ban_expires_at"),
          !row.text("role").equals("user"),
          row.text("locale"),
          row.bool("two_factor_enabled"),
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
    Person person = find(userId, deviceToken);
    Refusal refusal = refusal(person.status(), person.banReason(), person.banExpiresAt());
    if (refusal != null) {
      log.add(AuthenticationEvent.failure("sign_in", userId, null, person.status()).method(method));
      return new Outcome(null, refusal);
    }
    List<String> due =
        SecondStep.due(
            person.twoFactorEnabled(),
            person.deviceId() != null,
            person.isOperator(),
            EmailCode.NEVER);
    return new Outcome(
        due.isEmpty()
            ? signedIn(userId, method, person)
            : challenges.open(userId, method, due, person.locale()),
        null);
  }

  private Person find(UUID userId, @Nullable String deviceToken) {
    Instant now = clock.instant();
    return sql.one(
        """
        SELECT u.ban_reason, u.ban_expires_at, u.role, u.locale,
          CASE WHEN u.status = 'banned' AND u.ban_expires_at <= ? THEN 'active'
            ELSE u.status END AS status,
          EXISTS (SELECT 1 FROM identity.two_factors t
            WHERE t.user_id = u.id AND t.enabled_at IS NOT NULL) AS two_factor_enabled,
          (SELECT d.id FROM identity.trusted_devices d
            WHERE d.token_hash = ?::bytea AND d.user_id = u.id AND d.expires_at > ?) AS device_id,
          identity.first_organization(u.id) AS organization_id
        FROM identity.users u WHERE u.id = ?
        """,
        Person::of,
        now,
        deviceToken == null ? null : Hashes.sha256(deviceToken),
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

  private SignInResult signedIn(UUID userId, String method, Person person) {
    boolean trusted = person.twoFactorEnabled() && person.deviceId() != null;
    Sessions.Opened session =
        sessions.open(
            userId,
            person.organizationId(),
            trusted ? List.of(method, "trusted_device") : List.of(method));
    if (trusted) {
      sql.update(
          "UPDATE identity.trusted_devices SET last_used_at = ? WHERE id = ?",
          clock.instant(),
          person.deviceId());
    }
    log.add(
        AuthenticationEvent.success("sign_in", userId)
            .organization(person.organizationId())
            .session(session.id())
            .method(method));
    return new SignInResult.SignedIn(
        users.get(userId), person.organizationId(), session.expiresAt(), session.token(), null);
  }
}
