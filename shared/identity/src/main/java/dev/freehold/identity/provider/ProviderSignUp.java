package dev.freehold.identity.provider;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityConfig.SignUpMode;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.invitation.InvitationAnswers;
import dev.freehold.identity.provider.ProviderClient.Identity;
import dev.freehold.identity.signin.AccountMaker;
import dev.freehold.identity.signin.AddressOwner;
import dev.freehold.identity.signin.Admission;
import dev.freehold.identity.signin.MailThrottle;
import dev.freehold.identity.signin.PendingSignUp;
import dev.freehold.identity.signin.SignInResult;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whoever comes from a provider for the first time: the provider has proved the address. */
@ApplicationScoped
class ProviderSignUp {

  private static final int MAX_NAME = 200;
  private static final int MAX_PART = 100;

  private final Sql sql;
  private final AddressOwner owners;
  private final AccountMaker maker;
  private final ProviderAccounts accounts;
  private final InvitationAnswers invitations;
  private final Admission admission;
  private final MailThrottle throttle;
  private final Transactions transactions;
  private final IdentityConfig.SignUp config;
  private final Clock clock;

  ProviderSignUp(
      Sql sql,
      AddressOwner owners,
      AccountMaker maker,
      ProviderAccounts accounts,
      InvitationAnswers invitations,
      Admission admission,
      MailThrottle throttle,
      Transactions transactions,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.owners = owners;
    this.maker = maker;
    this.accounts = accounts;
    this.invitations = invitations;
    this.admission = admission;
    this.throttle = throttle;
    this.transactions = transactions;
    this.config = config.signUp();
    this.clock = clock;
  }

  /**
   * @throws Refusal {@code PROVIDER_EMAIL_UNVERIFIED}, {@code ACCOUNT_LINK_REQUIRED}, {@code
   *     ACCOUNT_BANNED}, {@code ACCOUNT_DISABLED}, {@code SIGN_UP_CLOSED}, {@code
   *     TOO_MANY_REQUESTS}
   */
  SignInResult signUp(
      Provider provider,
      Identity identity,
      @Nullable String invitationToken,
      @Nullable String deviceToken) {
    String typed = identity.email();
    String email =
        Optional.ofNullable(typed)
            .filter(address -> identity.emailVerified())
            .flatMap(EmailAddress::normalized)
            .orElseThrow(
                () ->
                    IdentityRefusal.PROVIDER_EMAIL_UNVERIFIED.because(
                        "the provider has not verified the address"));
    Optional<AddressOwner.Owner> owner = transactions.requiresNew(() -> owners.find(email));
    if (owner.isEmpty()) {
      return make(provider, identity, email, invitationToken);
    }
    if (owner.get().verified()) {
      throw linkRequired();
    }
    return take(provider, identity, owner.get(), deviceToken);
  }

  /** A person whom an operator or an import made, and whose address is proved now. */
  private SignInResult take(
      Provider provider,
      Identity identity,
      AddressOwner.Owner owner,
      @Nullable String deviceToken) {
    UUID userId = owner.userId();
    return transactions
        .inScope(
            Scope.user(userId),
            () -> {
              Instant now = clock.instant();
              sql.update(
                  """
                  UPDATE identity.user_emails SET verified_at = ?, updated_at = ?
                  WHERE id = ? AND verified_at IS NULL
                  """,
                  now,
                  now,
                  owner.emailId());
              linkOrRefuse(userId, provider, identity);
              accounts.tell(userId, provider);
              return admission.admit(userId, provider.word(), deviceToken);
            })
        .orThrow();
  }

  private SignInResult make(
      Provider provider, Identity identity, String email, @Nullable String invitationToken) {
    boolean isInvited = isInvited(email, invitationToken);
    if (config.mode() == SignUpMode.CLOSED || config.mode() == SignUpMode.INVITED && !isInvited) {
      throw IdentityRefusal.SIGN_UP_CLOSED.because("sign-up is not open to everybody");
    }
    throttle.takeSignUp();
    var pending =
        new PendingSignUp(
            email,
            "",
            cut(identity.name(), MAX_NAME),
            cut(identity.givenName(), MAX_PART),
            cut(identity.familyName(), MAX_PART),
            null,
            "en",
            "UTC",
            null);
    var proof =
        AccountMaker.Proof.ofProvider(
            provider.word(),
            isInvited,
            user -> {
              linkOrRefuse(user, provider, identity);
              if (isInvited) {
                invitations.accept(new InvitationAnswers.Named(invitationToken, null), user);
              }
            });
    try {
      return maker.make(pending, proof);
    } catch (RuntimeException failure) {
      // Two sign-ups of one address at once: the table decides.
      if (SqlFailure.constraint(failure).orElse("").startsWith("user_emails_email_")) {
        throw linkRequired();
      }
      throw failure;
    }
  }

  /** An invitation to another address is left to be answered in the app. */
  private boolean isInvited(String email, @Nullable String token) {
    if (token == null) {
      return false;
    }
    try {
      return transactions.requiresNew(() -> invitations.lookUp(token)).email().equals(email);
    } catch (Refusal gone) {
      return false;
    }
  }

  private void linkOrRefuse(UUID userId, Provider provider, Identity identity) {
    if (!accounts.link(userId, provider, identity)) {
      throw IdentityRefusal.ACCOUNT_ALREADY_LINKED.because("the account was linked just now");
    }
  }

  private static @Nullable String cut(@Nullable String name, int max) {
    if (name == null || name.isBlank()) {
      return null;
    }
    String stripped = name.strip();
    return stripped.substring(0, Math.min(stripped.length(), max));
  }

  private static Refusal linkRequired() {
    return IdentityRefusal.ACCOUNT_LINK_REQUIRED.because(
        "the address has an account; sign in, then link");
  }
}
