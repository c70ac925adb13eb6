package dev.freehold.identity.signin;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends a sign-up: the mailed code or link proves the address, and there is a person, once. Opens
 * its own transactions; none may be under way.
 */
@ApplicationScoped
public class SignUpConfirmation {

  private final Verifications verifications;
  private final AddressOwner owners;
  private final AccountMaker accounts;
  private final Transactions transactions;
  private final SecretBox box;
  private final IdentityConfig.SignUp config;

  SignUpConfirmation(
      Verifications verifications,
      AddressOwner owners,
      AccountMaker accounts,
      Transactions transactions,
      SecretBox box,
      IdentityConfig config) {
    this.verifications = verifications;
    this.owners = owners;
    this.accounts = accounts;
    this.transactions = transactions;
    this.box = box;
    this.config = config.signUp();
  }

  /**
   * Proves the address by the mailed code.
   *
   * @throws dev.freehold.kernel.Refusal {@code CODE_GONE}, {@code CODE_WRONG}, {@code EMAIL_TAKEN}
   */
  public SignInResult.SignedIn confirmByCode(UUID signUpId, String code) {
    // Charged before it is judged, in a transaction that stays: a wrong code costs one try.
    Verification signUp =
        transactions
            .requiresNew(
                () -> verifications.charge(Verifications.SIGN_UP, signUpId, config.codeAttempts()))
            .orElseThrow(SignUpConfirmation::gone);
    if (!verifications.codeFits(signUpId, code, signUp.codeHash())) {
      throw IdentityRefusal.CODE_WRONG.because("the code is not the one mailed");
    }
    return finish(signUp, true);
  }

  /**
   * Proves the address by the mailed link.
   *
   * @param signUpId null where the link was opened elsewhere: it proves the mailbox only, and the
   *     password typed at sign-up, by whomever, is dropped
   * @throws dev.freehold.kernel.Refusal {@code CODE_GONE}, {@code EMAIL_TAKEN}
   */
  public SignInResult.SignedIn confirmByLink(@Nullable UUID signUpId, String token) {
    Verification signUp =
        transactions
            .requiresNew(() -> verifications.findByToken(Verifications.SIGN_UP, token))
            .filter(found -> signUpId == null || found.id().equals(signUpId))
            .orElseThrow(SignUpConfirmation::gone);
    return finish(signUp, signUpId != null);
  }

  private SignInResult.SignedIn finish(Verification signUp, boolean keepPassword) {
    byte[] payload = signUp.payload();
    if (payload == null) {
      throw gone();
    }
    var pending =
        Json.read(
            box.openText(payload, SignUpService.TABLE, SignUpService.PAYLOAD, signUp.id()),
            PendingSignUp.class);
    Optional<AddressOwner.Owner> owner = owners.find(pending.email());
    if (owner.isPresent() && owner.get().verified()) {
      return transactions.requiresNew(
          () -> {
            // Used up where this very sign-up, confirmed twice at once, has made the owner.
            consume(signUp);
            throw taken();
          });
    }
    try {
      AccountMaker.Proof proof = AccountMaker.Proof.ofMail(keepPassword, () -> consume(signUp));
      return owner.isPresent()
          ? accounts.verify(owner.get(), pending, proof)
          : accounts.make(pending, proof);
    } catch (RuntimeException failure) {
      // Two sign-ups of one address at once: the table decides.
      String constraint = SqlFailure.constraint(failure).orElse("");
      if (constraint.equals("user_emails_email_verified_key")
          || constraint.equals("user_emails_email_primary_key")) {
        throw taken();
      }
      throw failure;
    }
  }

  private void consume(Verification signUp) {
    if (!verifications.consume(signUp.id())) {
      throw gone();
    }
  }

  private static RuntimeException gone() {
    return IdentityRefusal.CODE_GONE.because("the sign-up is used, worn out or too old");
  }

  private static RuntimeException taken() {
    return IdentityRefusal.EMAIL_TAKEN.because("the address belongs to an account by now");
  }
}
