package dev.freehold.identity.email;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityMessages.EmailChanged;
import dev.freehold.identity.IdentityMessages.SecurityNoticed;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What is written down of a change of addresses, in its transaction. */
@ApplicationScoped
class EmailRecords {

  private final AuthenticationLog log;
  private final Audit audit;
  private final Outbox outbox;

  EmailRecords(AuthenticationLog log, Audit audit, Outbox outbox) {
    this.log = log;
    this.audit = audit;
    this.outbox = outbox;
  }

  void added(UUID userId, UUID emailId) {
    record(userId, emailId, "email_added", "email.add");
  }

  void verified(UUID userId, UUID emailId) {
    record(userId, emailId, "email_verified", "email.verify");
  }

  void primaryChanged(UUID userId, UUID emailId, String email) {
    record(userId, emailId, "email_primary_changed", "email.make_primary");
    outbox.send(Message.event("identity.email.changed").data(new EmailChanged(userId, email)));
    outbox.send(
        Message.event("identity.security.noticed")
            .data(new SecurityNoticed(userId, "email_primary_changed")));
  }

  void removed(UUID userId, UUID emailId) {
    record(userId, emailId, "email_removed", "email.remove");
  }

  private void record(UUID userId, UUID emailId, String event, String action) {
    log.add(AuthenticationEvent.success(event, userId));
    audit.add(AuditEntry.of("identity", action, "email", emailId));
  }
}
