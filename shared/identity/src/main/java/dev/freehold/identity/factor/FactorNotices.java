package dev.freehold.identity.factor;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityMessages.SecurityNoticed;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What is written down and told of an authenticator, in the transaction of the change. */
@ApplicationScoped
class FactorNotices {

  private final AuthenticationLog log;
  private final Audit audit;
  private final Mail mail;
  private final Outbox outbox;

  FactorNotices(AuthenticationLog log, Audit audit, Mail mail, Outbox outbox) {
    this.log = log;
    this.audit = audit;
    this.mail = mail;
    this.outbox = outbox;
  }

  void started(UUID userId) {
    audit.add(AuditEntry.of("identity", "two_factor.start", "user", userId));
  }

  void enabled(UUID userId, UUID sessionId) {
    tell(userId, sessionId, "two_factor_enabled", "two-factor-enabled");
    audit.add(AuditEntry.of("identity", "two_factor.enable", "user", userId));
  }

  void disabled(UUID userId, UUID sessionId) {
    tell(userId, sessionId, "two_factor_disabled", "two-factor-disabled");
    audit.add(AuditEntry.of("identity", "two_factor.disable", "user", userId));
  }

  void codesRenewed(UUID userId, UUID sessionId) {
    tell(userId, sessionId, "backup_codes_renewed", "backup-codes-renewed");
    audit.add(AuditEntry.of("identity", "backup_codes.renew", "user", userId));
  }

  private void tell(UUID userId, UUID sessionId, String event, String template) {
    log.add(AuthenticationEvent.success(event, userId).session(sessionId));
    mail.request(MailRequest.template(template).category(MailRequest.SECURITY).toUser(userId));
    outbox.send(
        Message.event("identity.security.noticed").data(new SecurityNoticed(userId, event)));
  }
}
