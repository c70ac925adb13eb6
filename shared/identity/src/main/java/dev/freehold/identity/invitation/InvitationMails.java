package dev.freehold.identity.invitation;

import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Mails about invitations. */
@ApplicationScoped
class InvitationMails {

  private final Mail mail;
  private final InvitationTokens tokens;
  private final String appUrl;

  InvitationMails(
      Mail mail,
      InvitationTokens tokens,
      @ConfigProperty(name = "freehold.http.app-url") String appUrl) {
    this.mail = mail;
    this.tokens = tokens;
    this.appUrl = appUrl.replaceAll("/+$", "");
  }

  void invite(Details details) {
    mail.request(to(details, "invitation"));
  }

  /** The reminder that was counted last; the same one is never mailed twice. */
  void remind(Details details) {
    mail.request(
        to(details, "invitation-reminder")
            .dedup(
                "identity.invitation-reminder:%s:%d:%d"
                    .formatted(
                        details.invitation().id(),
                        details.tokenVersion(),
                        details.invitation().reminderCount())));
  }

  private MailRequest.Builder to(Details details, String template) {
    Invitation letter = details.invitation();
    String token = tokens.of(letter.id(), details.tokenVersion());
    return MailRequest.template(template)
        .category(MailRequest.SERVICE)
        .toAddress(letter.email())
        .organization(letter.organizationId())
        .param("organizationName", letter.organizationName())
        .param("roleName", details.roleName())
        .param("invitedByName", Objects.requireNonNullElse(letter.invitedByName(), "A member"))
        .param("expiresAt", letter.expiresAt())
        .secret("link", appUrl + "/invitations/accept?token=" + token)
        .expiresAt(letter.expiresAt());
  }

  void tellAcceptance(UUID invitedBy, UUID organizationId, String organizationName, String email) {
    mail.request(
        MailRequest.template("invitation-accepted")
            .category(MailRequest.SERVICE)
            .toUser(invitedBy)
            .organization(organizationId)
            .param("organizationName", organizationName)
            .param("email", email));
  }
}
