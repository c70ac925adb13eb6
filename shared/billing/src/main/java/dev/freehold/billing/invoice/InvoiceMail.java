package dev.freehold.billing.invoice;

import dev.freehold.billing.BillingMail;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** What is mailed about invoices. */
@ApplicationScoped
class InvoiceMail {

  private final BillingMail mail;

  InvoiceMail(BillingMail mail) {
    this.mail = mail;
  }

  void paymentFailed(InvoiceView invoice, @Nullable String email, int attempt) {
    mail.service(
        "payment-failed", to(invoice, email, invoice.id() + ":" + attempt), facts(invoice));
  }

  void actionRequired(InvoiceView invoice, @Nullable String email) {
    mail.service("payment-action-required", to(invoice, email, invoice.id() + ""), facts(invoice));
  }

  void receipt(InvoiceView invoice, @Nullable String email) {
    if (invoice.amountPaid() > 0) {
      mail.receipt("receipt", to(invoice, email, invoice.id() + ""), facts(invoice));
    }
  }

  private static BillingMail.To to(InvoiceView invoice, @Nullable String email, String occasion) {
    return new BillingMail.To(invoice.organizationId(), email, occasion);
  }

  private static BillingMail.Facts facts(InvoiceView invoice) {
    var name = invoice.number() == null ? String.valueOf(invoice.planCode()) : invoice.number();
    return new BillingMail.Facts(
        name, invoice.totalAmount(), invoice.currency(), invoice.periodEnd());
  }
}
