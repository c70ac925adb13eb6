package dev.freehold.identity.recovery;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.signin.AddressOwner;
import dev.freehold.identity.signin.Attempts;
import dev.freehold.identity.signin.Floor;
import dev.freehold.identity.signin.MailThrottle;
import dev.freehold.identity.signin.Verification;
import dev.freehold.identity.signin.Verifications;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A new password, or a first one, for who holds the mailbox. */
@ApplicationScoped
public class PasswordResetService {

  private final AddressOwner owners;
  private final Verifications verifications;
  private final RecoveryMails mails;
  private final MailThrottle throttle;
  private final ProvedAddress proved;
  private final NewPassword newPassword;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Users users;
  private final AuthenticationLog log;
  private final Transactions transactions;
  private final IdentityConfig config;

  PasswordResetService(
      AddressOwner owners,
      Verifications verifications,
      RecoveryMails mails,
      MailThrottle throttle,
      ProvedAddress proved,
      NewPassword newPassword,
      Passwords passwords,
      Attempts attempts,
      Users users,
      AuthenticationLog log,
      Transactions transactions,
      IdentityConfig config) {
    this.owners = owners;
    this.verifications = verifications;
    this.mails = mails;
    this.throttle = throttle;
    this.proved = proved;
    this.newPassword = newPassword;
    this.passwords = passwords;
    this.attempts = attempts;
    this.users = users;
    this.log = log;
    this.transactions = transactions;
    this.config = config;
  }

  /**
   * Mails a link where the address has an account, and answers alike where not. Opens its own
   * transactions; none may be under way.
   *
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}, {@code TOO_MANY_REQUESTS}
   */
  public void request(String typedEmail) {
    var floor = Floor.from(config.signIn().floor());
    String email = EmailAddress.required("email", typedEmail);
    throttle.take(email);
    Optional<AddressOwner.Owner> owner = transactions.requiresNew(() -> owners.find(email));
    if (owner.isPresent()) {
      mail(owner.get(), email);
    } else {
      mails.none();
      transactions.run(
          Scope.none(),
          () ->
              log.add(
                  AuthenticationEvent.failure(
                      "password_reset_requested",
                      null,
                      attempts.ofEmail(email),
                      "unknown_address")));
    }
    floor.hold();
  }

  private void mail(AddressOwner.Owner owner, String email) {
    UUID userId = owner.userId();
    transactions.run(
        Scope.user(userId),
        () -> {
          mails.passwordReset(
              new RecoveryMails.Recipient(
                  userId, email, owner.locale(), config.passwordReset().lifetime()));
          log.add(AuthenticationEvent.success("password_reset_requested", userId));
        });
  }

  /**
   * Sets the password and ends every session and trusted device; does not sign in. Opens its own
   * transactions; none may be under way.
   *
   * @throws dev.freehold.kernel.Refusal {@code TOKEN_GONE}, {@code PASSWORD_REJECTED}
   */
  public void confirm(String token, String password) {
    Verification link =
        transactions
            .requiresNew(() -> verifications.findByToken(Verifications.PASSWORD_RESET, token))
            .orElseThrow(ProvedAddress::gone);
    UUID userId = Objects.requireNonNull(link.userId());
    newPassword.check(
        "password", password, transactions.inScope(Scope.user(userId), () -> users.get(userId)));
    String hash = passwords.hash(password);
    transactions.run(
        Scope.user(userId),
        () -> {
          proved.by(link);
          newPassword.put(userId, hash, null);
          log.add(AuthenticationEvent.success("password_reset", userId));
        });
  }
}
