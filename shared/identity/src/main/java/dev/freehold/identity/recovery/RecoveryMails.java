package dev.freehold.identity.recovery;

import dev.freehold.identity.signin.Links;
import dev.freehold.identity.signin.Verifications;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mails links that open an account; a new one is the end of the one before. */
@ApplicationScoped
class RecoveryMails {

  private static final String TOKEN_PREFIX = "fhv_";

  private final Verifications verifications;
  private final Mail mail;
  private final SecretBox box;
  private final Links links;
  private final Clock clock;
  private final Ids ids;

  RecoveryMails(
      Verifications verifications, Mail mail, SecretBox box, Links links, Clock clock, Ids ids) {
    this.verifications = verifications;
    this.mail = mail;
    this.box = box;
    this.links = links;
    this.clock = clock;
    this.ids = ids;
  }

  /** To whom, and how long the link lives. */
  record Recipient(UUID userId, String email, String locale, Duration lifetime) {}

  void magicLink(Recipient to, @Nullable String redirectPath) {
    send(Verifications.MAGIC_LINK, "magic-link", to, token -> links.magicLink(token, redirectPath));
  }

  void passwordReset(Recipient to) {
    send(Verifications.PASSWORD_RESET, "password-reset", to, links::setPassword);
  }

  /**
   * Where nobody is mailed: without the key service this fails as the others do, telling nobody.
   */
  void none() {
    box.seal(Secrets.bytes(32), "core.mail_messages", "secret_params_encrypted", ids.next());
  }

  private void send(String kind, String template, Recipient to, UnaryOperator<String> link) {
    String token = Secrets.token(TOKEN_PREFIX);
    Instant expiresAt = clock.instant().plus(to.lifetime());
    verifications.openLink(
        Verifications.Opening.link(ids.next(), kind, to.userId(), to.email(), token, expiresAt));
    mail.request(
        MailRequest.template(template)
            .category(MailRequest.SECURITY)
            .toAddress(to.email())
            .user(to.userId())
            .locale(to.locale())
            .secret("link", link.apply(token))
            .param("minutes", to.lifetime().toMinutes())
            .expiresAt(expiresAt));
  }
}
