package dev.freehold.identity.signin;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityConfig.SignUpMode;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.invitation.InvitationAnswers;
import dev.freehold.identity.password.Passwords;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The sign-up of somebody invited: the mailed token proves the address, so there is a person and a
 * member at once. Opens its own transactions; none may be under way.
 */
@ApplicationScoped
public class InvitedSignUp {

  private final InvitationAnswers invitations;
  private final AddressOwner owners;
  private final AccountMaker accounts;
  private final Passwords passwords;
  private final MailThrottle throttle;
  private final Transactions transactions;
  private final IdentityConfig.SignUp config;

  InvitedSignUp(
      InvitationAnswers invitations,
      AddressOwner owners,
      AccountMaker accounts,
      Passwords passwords,
      MailThrottle throttle,
      Transactions transactions,
      IdentityConfig config) {
    this.invitations = invitations;
    this.owners = owners;
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = throttle;
    this.transactions = transactions;
    this.config = config.signUp();
  }

  /**
   * Only who holds the token learns that the address has an account.
   *
   * @throws dev.freehold.kernel.Refusal {@code SIGN_UP_CLOSED}, {@code TOO_MANY_REQUESTS}, {@code
   *     INVITATION_GONE}, {@code ACCOUNT_EXISTS}, {@code PASSWORD_REJECTED}
   */
  public SignInResult.SignedIn signUp(SignUpService.Asked asked, String token) {
    String email = EmailAddress.required("email", asked.email());
    if (config.mode() == SignUpMode.CLOSED) {
      throw IdentityRefusal.SIGN_UP_CLOSED.because("sign-up is not open");
    }
    throttle.takeSignUp();
    String invited = transactions.requiresNew(() -> invitations.lookUp(token)).email();
    if (!invited.equals(email)) {
      throw IdentityRefusal.INVITATION_GONE.because("no such pending invitation");
    }
    Optional<AddressOwner.Owner> owner = transactions.requiresNew(() -> owners.find(email));
    if (owner.filter(AddressOwner.Owner::verified).isPresent()) {
      throw exists();
    }
    passwords.check("password", asked.password(), SignUpService.context(email, asked));
    PendingSignUp pending = asked.pending(email, passwords.hash(asked.password()));
    var named = new InvitationAnswers.Named(token, null);
    var proof = AccountMaker.Proof.ofInvitation(user -> invitations.accept(named, user));
    try {
      return owner.isPresent()
          ? accounts.verify(owner.get(), pending, proof)
          : accounts.make(pending, proof);
    } catch (RuntimeException failure) {
      // Two sign-ups of one address at once: the table decides.
      if (SqlFailure.constraint(failure).orElse("").startsWith("user_emails_email_")) {
        throw exists();
      }
      throw failure;
    }
  }

  private static RuntimeException exists() {
    return IdentityRefusal.ACCOUNT_EXISTS.because("the address has an account");
  }
}
