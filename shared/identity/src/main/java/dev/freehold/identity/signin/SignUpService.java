package dev.freehold.identity.signin;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityConfig.SignUpMode;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.password.Passwords;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Begins a sign-up: nobody exists before the address is proved, and nobody learns from the answer
 * whether an address has an account.
 */
@ApplicationScoped
public class SignUpService {

  static final String TABLE = "identity.verifications";
  static final String PAYLOAD = "payload_encrypted";
  private static final String TOKEN_PREFIX = "fhv_";

  private final Verifications verifications;
  private final AddressOwner owners;
  private final Passwords passwords;
  private final MailThrottle mails;
  private final Transactions transactions;
  private final SecretBox box;
  private final Mail mail;
  private final Links links;
  private final IdentityConfig config;
  private final Clock clock;
  private final Ids ids;

  SignUpService(
      Verifications verifications,
      AddressOwner owners,
      Passwords passwords,
      MailThrottle mails,
      Transactions transactions,
      SecretBox box,
      Mail mail,
      Links links,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.verifications = verifications;
    this.owners = owners;
    this.passwords = passwords;
    this.mails = mails;
    this.transactions = transactions;
    this.box = box;
    this.mail = mail;
    this.links = links;
    this.config = config;
    this.clock = clock;
    this.ids = ids;
  }

  /** What a person types; the address as typed. */
  public record Asked(
      String email,
      String password,
      @Nullable String name,
      @Nullable String givenName,
      @Nullable String familyName,
      @Nullable String organizationName,
      String locale,
      String timeZone,
      @Nullable Boolean marketing) {

    PendingSignUp pending(String normalized, String passwordHash) {
      return new PendingSignUp(
          normalized,
          passwordHash,
          name,
          givenName,
          familyName,
          organizationName,
          locale,
          timeZone,
          marketing);
    }
  }

  /** A sign-up under way, or the decoy of one: the two look alike. */
  public record Started(UUID signUpId, Instant expiresAt) {}

  /**
   * Opens its own transactions; none may be under way.
   *
   * @throws dev.freehold.kernel.Refusal {@code SIGN_UP_CLOSED}, {@code TOO_MANY_REQUESTS}, {@code
   *     PASSWORD_REJECTED}
   */
  public Started start(Asked asked) {
    String email = EmailAddress.required("email", asked.email());
    if (config.signUp().mode() != SignUpMode.OPEN) {
      throw IdentityRefusal.SIGN_UP_CLOSED.because("sign-up is not open to everybody");
    }
    mails.takeSignUp();
    passwords.check("password", asked.password(), context(email, asked));
    mails.take(email);
    // Hashed for known addresses too: the answer takes as long.
    PendingSignUp pending = asked.pending(email, passwords.hash(asked.password()));
    Optional<AddressOwner.Owner> owner = owners.find(email).filter(AddressOwner.Owner::verified);
    return transactions.requiresNew(() -> owner.isPresent() ? decoy(owner.get()) : open(pending));
  }

  static List<String> context(String email, Asked asked) {
    var words = new ArrayList<String>();
    words.add(EmailAddress.localPart(email));
    for (String name :
        new @Nullable String[] {
          asked.name(), asked.givenName(), asked.familyName(), asked.organizationName()
        }) {
      if (name != null) {
        words.add(name);
      }
    }
    return words;
  }

  private Started open(PendingSignUp pending) {
    UUID id = ids.next();
    String code = Secrets.sixDigits();
    String token = Secrets.token(TOKEN_PREFIX);
    Started started =
        insert(
            id,
            token,
            verifications.codeHash(id, code),
            box.seal(Json.write(pending), TABLE, PAYLOAD, id));
    mailCode(pending, code, token, started.expiresAt());
    return started;
  }

  /**
   * Mails a new code and link in place of the old ones; the tries stay counted. Opens its own
   * transactions; none may be under way.
   *
   * @throws dev.freehold.kernel.Refusal {@code TOO_MANY_REQUESTS} within the pause, {@code
   *     CODE_GONE}
   */
  public Started resend(UUID signUpId) {
    var floor = Floor.from(config.signIn().floor());
    Verification signUp =
        transactions
            .requiresNew(() -> verifications.findById(Verifications.SIGN_UP, signUpId))
            .orElseThrow(SignUpService::gone);
    // Counted by the sign-up: a decoy carries no address, and is to be answered alike.
    mails.takeAgain(signUpId, signUp.lastSentAt());
    byte[] payload = signUp.payload();
    PendingSignUp pending =
        payload == null
            ? null
            : Json.read(box.openText(payload, TABLE, PAYLOAD, signUpId), PendingSignUp.class);
    String code = Secrets.sixDigits();
    String token = Secrets.token(TOKEN_PREFIX);
    byte[] codeHash = pending == null ? Secrets.bytes(32) : verifications.codeHash(signUpId, code);
    Instant expiresAt = clock.instant().plus(config.signUp().codeLifetime());
    transactions.requiresNew(
        () -> {
          if (!verifications.renew(
              signUpId, token, codeHash, expiresAt, config.signUp().resendAfter())) {
            throw gone();
          }
          if (pending != null) {
            mailCode(pending, code, token, expiresAt);
          } else {
            sealNothing(signUpId);
          }
          return signUpId;
        });
    floor.hold();
    return new Started(signUpId, expiresAt);
  }

  private static RuntimeException gone() {
    return IdentityRefusal.CODE_GONE.because("the sign-up is used, worn out or too old");
  }

  private void mailCode(PendingSignUp pending, String code, String token, Instant expiresAt) {
    mail.request(
        MailRequest.template("sign-up-code")
            .category(MailRequest.SECURITY)
            .toAddress(pending.email())
            .locale(pending.locale())
            .secret("code", code)
            .secret("link", links.confirmSignUp(token))
            .param("minutes", config.signUp().codeLifetime().toMinutes())
            .expiresAt(expiresAt));
  }

  /** As a real one, but that no code and no link fits it; the owner is told instead. */
  private Started decoy(AddressOwner.Owner owner) {
    UUID id = ids.next();
    sealNothing(id);
    Started started = insert(id, null, Secrets.bytes(32), null);
    mail.request(
        MailRequest.template("account-exists")
            .category(MailRequest.SECURITY)
            .toUser(owner.userId())
            .locale(owner.locale())
            .param("link", links.signIn()));
    return started;
  }

  /** A decoy keeps nothing: without the key service it fails as a real one does, telling nobody. */
  private void sealNothing(UUID id) {
    box.seal(Secrets.bytes(32), TABLE, PAYLOAD, id);
  }

  private Started insert(
      UUID id, @Nullable String token, byte[] codeHash, byte @Nullable [] payload) {
    Instant expiresAt = clock.instant().plus(config.signUp().codeLifetime());
    verifications.open(
        new Verifications.Opening(
            id, Verifications.SIGN_UP, null, null, payload, token, codeHash, expiresAt, null));
    return new Started(id, expiresAt);
  }
}
