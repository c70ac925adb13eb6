package dev.freehold.identity.operator;

import dev.freehold.identity.IdentityMessages.SecurityNoticed;
import dev.freehold.identity.IdentityMessages.UserBlocked;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people are told of operators' acts, in the transaction of what happened. */
@ApplicationScoped
class OperatorNotices {

  private final Mail mail;
  private final Outbox outbox;

  OperatorNotices(Mail mail, Outbox outbox) {
    this.mail = mail;
    this.outbox = outbox;
  }

  void banned(UUID userId, String reason, @Nullable Instant until) {
    mail.request(
        to("account-banned", userId)
            .param("reason", reason)
            .param("until", until == null ? "for good" : "until " + MailRequest.shown(until)));
    blocked(userId, "banned", until);
  }

  void blocked(UUID userId, String reason, @Nullable Instant until) {
    outbox.send(
        Message.event("identity.user.blocked").data(new UserBlocked(userId, reason, until)));
  }

  void impersonated(UUID userId, String reason, Instant until) {
    mail.request(to("impersonation-notice", userId).param("reason", reason).param("until", until));
    noticed(userId, "impersonated");
  }

  void twoFactorReset(UUID userId) {
    mail.request(to("two-factor-reset", userId));
    noticed(userId, "two_factor_reset");
  }

  private static MailRequest.Builder to(String template, UUID userId) {
    return MailRequest.template(template).category(MailRequest.SECURITY).toUser(userId);
  }

  private void noticed(UUID userId, String kind) {
    outbox.send(Message.event("identity.security.noticed").data(new SecurityNoticed(userId, kind)));
  }
}
