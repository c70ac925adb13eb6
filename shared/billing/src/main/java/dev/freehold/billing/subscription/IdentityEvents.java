package dev.freehold.billing.subscription;

import dev.freehold.billing.account.ProviderCustomers;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** What identity's messages do here. Each may come twice, late and in any order. */
@ApplicationScoped
public class IdentityEvents {

  private final Beginnings beginnings;
  private final Endings endings;
  private final ProviderCustomers customers;
  private final Outbox outbox;
  private final Sql sql;
  private final Clock clock;

  IdentityEvents(
      Beginnings beginnings,
      Endings endings,
      ProviderCustomers customers,
      Outbox outbox,
      Sql sql,
      Clock clock) {
    this.beginnings = beginnings;
    this.endings = endings;
    this.customers = customers;
    this.outbox = outbox;
    this.sql = sql;
    this.clock = clock;
  }

  /** The payer sheet and the free plans; nothing for one that is deleted by now. */
  @Transactional
  public void organizationCreated(UUID organizationId) {
    if (isThere(organizationId)) {
      beginnings.autoStart(organizationId);
    }
  }

  private boolean isThere(UUID organizationId) {
    return sql.first(
            "SELECT id FROM identity.organizations WHERE id = ? AND deleted_at IS NULL",
            row -> row.uuid("id"),
            organizationId)
        .isPresent();
  }

  @Transactional
  public void organizationDeleted(UUID organizationId) {
    endings.endAllOf(organizationId, Endings.ORGANIZATION_DELETED);
  }

  /** The user is gone, and with them what they had with agents. */
  @Transactional
  public void userDeleted(UUID userId) {
    endings.endAllOfUser(userId, "user_deleted");
  }

  /** Customers whose contact the user is get the address that is theirs now. */
  @Transactional
  public void emailChanged(UUID userId) {
    for (var customer : customers.ofContact(userId)) {
      useAddressOf(customer, userId);
    }
  }

  /** The new owner is the contact, and theirs the address. */
  @Transactional
  public void ownerChanged(UUID organizationId, UUID toUserId) {
    customers.find(organizationId).ifPresent(customer -> useAddressOf(customer, toUserId));
  }

  /** The address is read now, not taken from the message, so that an old one does no harm. */
  private void useAddressOf(ProviderCustomers.Customer customer, UUID userId) {
    var email =
        sql.first(
                "SELECT email FROM identity.mail_recipients(?, NULL, NULL, NULL, 'service', ?)",
                row -> row.text("email"),
                userId,
                clock.instant())
            .orElseThrow(() -> KernelRefusal.notFound("user"));
    customers.changeContact(customer.id(), userId, email);
    outbox.send(
        Message.command("billing-call-provider")
            .organization(customer.organizationId())
            .data(
                Map.of(
                    "call",
                    "change_email",
                    "providerCustomerId",
                    customer.providerCustomerId(),
                    "idempotencyKey",
                    "fh-cus-" + customer.id() + "-" + clock.instant().toEpochMilli())));
  }
}
