package dev.freehold.mail;

import dev.freehold.kernel.mail.MailTransport;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Mail by SMTP: the local host's mail server, or a provider without an API. It reports nothing. */
@ApplicationScoped
class SmtpTransport implements MailTransport {

  private final Instance<Mailer> mailer;

  SmtpTransport(Instance<Mailer> mailer) {
    this.mailer = mailer;
  }

  @Override
  public String provider() {
    return "smtp";
  }

  @Override
  public String send(Outgoing mail) {
    Mail message = Mail.withText(mail.to(), mail.subject(), mail.text()).setHtml(mail.html());
    message.addHeader("X-Freehold-Mail-Id", mail.id().toString());
    message.addHeader("X-Freehold-Template", mail.template());
    mail.headers().forEach(message::addHeader);
    mailer.get().send(message);
    return mail.id().toString();
  }
}
