package dev.freehold.identity.recovery;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.password.Credentials;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.signin.Attempts;
import dev.freehold.identity.signin.SecurityNotices;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A new password for who knows the one before, or a first one for who has just signed in. */
@ApplicationScoped
public class PasswordChange {

  private final Credentials credentials;
  private final NewPassword newPassword;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Users users;
  private final AuthenticationLog log;
  private final SecurityNotices notices;
  private final Transactions transactions;
  private final IdentityConfig.Lockout lockout;

  PasswordChange(
      Credentials credentials,
      NewPassword newPassword,
      Passwords passwords,
      Attempts attempts,
      Users users,
      AuthenticationLog log,
      SecurityNotices notices,
      Transactions transactions,
      IdentityConfig config) {
    this.credentials = credentials;
    this.newPassword = newPassword;
    this.passwords = passwords;
    this.attempts = attempts;
    this.users = users;
    this.log = log;
    this.notices = notices;
    this.transactions = transactions;
    this.lockout = config.lockout();
  }

  private record Before(User user, @Nullable String hash) {}

  /**
   * Ends the person's other sessions and all trusted devices. Opens its own transactions; none may
   * be under way.
   *
   * @param currentPassword left out when none is set
   * @param isFresh of the session: without a password it must be
   * @throws dev.freehold.kernel.Refusal {@code REAUTHENTICATION_REQUIRED}, {@code
   *     TOO_MANY_ATTEMPTS}, {@code CURRENT_PASSWORD_WRONG}, {@code PASSWORD_REJECTED}
   */
  public void change(
      UUID userId,
      UUID sessionId,
      boolean isFresh,
      @Nullable String currentPassword,
      String typed) {
    Before before =
        transactions.requiresNew(
            () -> new Before(users.get(userId), credentials.find(userId).orElse(null)));
    if (before.hash() != null) {
      judge(userId, before.hash(), currentPassword == null ? "" : currentPassword);
    } else if (!isFresh) {
      throw KernelRefusal.REAUTHENTICATION_REQUIRED.because("needs a fresh session");
    }
    check(typed, before);
    String hash = passwords.hash(typed);
    transactions.requiresNew(
        () -> {
          put(userId, sessionId, before.hash(), hash);
          return hash;
        });
  }

  /** The current password was right, whatever becomes of the new one. */
  private void check(String typed, Before before) {
    try {
      newPassword.check("newPassword", typed, before.user());
    } catch (Refusal tooEasy) {
      transactions.requiresNew(
          () -> {
            clear(before.user().id());
            return before;
          });
      throw tooEasy;
    }
  }

  private void clear(UUID userId) {
    attempts.clear(Attempts.SECOND_FACTOR, attempts.ofPassword(userId));
  }

  private void judge(UUID userId, String hash, String typed) {
    byte[] subject = attempts.ofPassword(userId);
    int count = attempts.charge(Attempts.SECOND_FACTOR, subject);
    if (!passwords.judge(typed, hash).right()) {
      transactions.requiresNew(
          () -> {
            recordFailure(userId, subject, count);
            return subject;
          });
      throw wrong();
    }
  }

  private void recordFailure(UUID userId, byte[] subject, int count) {
    log.add(AuthenticationEvent.failure("password_changed", userId, null, "wrong_password"));
    if (count >= lockout.lockFrom() && attempts.takeNotice(Attempts.SECOND_FACTOR, subject)) {
      notices.locked(userId, lockout.lockFor());
    }
  }

  private void put(UUID userId, UUID sessionId, @Nullable String former, String hash) {
    users.lock(userId);
    // Changed by somebody else since it was judged: what was typed is not the current one any more.
    if (!Objects.equals(credentials.find(userId).orElse(null), former)) {
      throw wrong();
    }
    clear(userId);
    newPassword.put(userId, hash, sessionId);
    log.add(AuthenticationEvent.success("password_changed", userId).session(sessionId));
  }

  private static RuntimeException wrong() {
    return IdentityRefusal.CURRENT_PASSWORD_WRONG.because("the current password is another");
  }
}
