package dev.freehold.identity.email;

import dev.freehold.identity.signin.AddressOwner;
import dev.freehold.identity.signin.SecurityNotices;
import dev.freehold.identity.user.User;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What addresses are told, in the transaction of the change. */
@ApplicationScoped
class EmailMails {

  private final Mail mail;
  private final AddressOwner owners;
  private final SecurityNotices notices;

  EmailMails(Mail mail, AddressOwner owners, SecurityNotices notices) {
    this.mail = mail;
    this.owners = owners;
    this.notices = notices;
  }

  /** A link that proves the address; where it is somebody else's, they are told instead. */
  void prove(User user, String email) {
    Optional<AddressOwner.Owner> other =
        owners.find(email).filter(owner -> !owner.userId().equals(user.id()));
    if (other.isEmpty()) {
      notices.verifyEmail(user.id(), email, user.locale());
      return;
    }
    mail.request(
        MailRequest.template("email-claimed-elsewhere")
            .category(MailRequest.SECURITY)
            .toAddress(email)
            .locale(other.get().locale()));
  }

  /** To the address that was the primary one. */
  void primaryChanged(User user, String former, String email) {
    mail.request(
        MailRequest.template("email-changed")
            .category(MailRequest.SECURITY)
            .toAddress(former)
            .user(user.id())
            .locale(user.locale())
            .param("newEmail", email));
  }

  void removed(User user, String email) {
    mail.request(
        MailRequest.template("email-removed")
            .category(MailRequest.SECURITY)
            .toAddress(email)
            .user(user.id())
            .locale(user.locale())
            .param("email", email));
  }
}
