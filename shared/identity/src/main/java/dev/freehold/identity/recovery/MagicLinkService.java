package dev.freehold.identity.recovery;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.signin.AddressOwner;
import dev.freehold.identity.signin.Admission;
import dev.freehold.identity.signin.Floor;
import dev.freehold.identity.signin.MailThrottle;
import dev.freehold.identity.signin.SignInResult;
import dev.freehold.identity.signin.Verification;
import dev.freehold.identity.signin.Verifications;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in by a mailed link, used once. */
@ApplicationScoped
public class MagicLinkService {

  private static final String METHOD = "magic_link";

  private final AddressOwner owners;
  private final Verifications verifications;
  private final RecoveryMails mails;
  private final MailThrottle throttle;
  private final ProvedAddress proved;
  private final Admission admission;
  private final Transactions transactions;
  private final IdentityConfig config;

  MagicLinkService(
      AddressOwner owners,
      Verifications verifications,
      RecoveryMails mails,
      MailThrottle throttle,
      ProvedAddress proved,
      Admission admission,
      Transactions transactions,
      IdentityConfig config) {
    this.owners = owners;
    this.verifications = verifications;
    this.mails = mails;
    this.throttle = throttle;
    this.proved = proved;
    this.admission = admission;
    this.transactions = transactions;
    this.config = config;
  }

  /**
   * Mails a link where the address has an account, and answers alike where not. Opens its own
   * transactions; none may be under way.
   *
   * @param redirectPath of the app, see {@link RedirectPath}
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}, {@code TOO_MANY_REQUESTS}
   */
  public void request(String typedEmail, @Nullable String redirectPath) {
    var floor = Floor.from(config.signIn().floor());
    String email = EmailAddress.required("email", typedEmail);
    RedirectPath.check("redirectPath", redirectPath);
    throttle.take(email);
    Optional<AddressOwner.Owner> owner = transactions.requiresNew(() -> owners.find(email));
    owner.ifPresentOrElse(found -> mail(found, email, redirectPath), mails::none);
    floor.hold();
  }

  private void mail(AddressOwner.Owner owner, String email, @Nullable String redirectPath) {
    UUID userId = owner.userId();
    transactions.run(
        Scope.user(userId),
        () ->
            mails.magicLink(
                new RecoveryMails.Recipient(
                    userId, email, owner.locale(), config.magicLink().lifetime()),
                redirectPath));
  }

  /**
   * Opens a session, or the second step where an authenticator is enrolled. Opens its own
   * transactions; none may be under way.
   *
   * @param deviceToken of a trusted device, null where there is none
   * @throws dev.freehold.kernel.Refusal {@code TOKEN_GONE}, {@code ACCOUNT_BANNED}, {@code
   *     ACCOUNT_DISABLED}
   */
  public SignInResult redeem(String token, @Nullable String deviceToken) {
    Verification link =
        transactions
            .requiresNew(() -> verifications.findByToken(Verifications.MAGIC_LINK, token))
            .orElseThrow(ProvedAddress::gone);
    UUID userId = Objects.requireNonNull(link.userId());
    return transactions
        .inScope(
            Scope.user(userId),
            () -> {
              proved.by(link);
              return admission.admit(userId, METHOD, deviceToken);
            })
        .orThrow();
  }
}
