package dev.freehold.billing.invoice;

import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.subscription.ProviderReads;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeInvoice;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows that mirror the provider's invoices. In the caller's transaction, in operator scope. */
@ApplicationScoped
class MirroredInvoices {

  /** Whose invoice it is; all null but the organization for one without a subscription. */
  record Owner(
      UUID organizationId,
      @Nullable UUID subscriptionId,
      @Nullable UUID platformId,
      @Nullable String planCode,
      @Nullable PlanKind planKind,
      @Nullable String billingEmail) {}

  /** What the row showed before, locked. */
  record Shown(UUID id, String status, int attempts, boolean granted, long readSeq) {}

  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  MirroredInvoices(Sql sql, Ids ids, Clock clock) {
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  /** By the subscription at the provider, else by the customer; empty = not ours. */
  Optional<Owner> owner(StripeInvoice invoice) {
    return invoice.subscriptionId() == null
        ? sql.first(
            """
            SELECT c.organization_id, NULL::uuid AS id, NULL::uuid AS platform_id,
                   NULL AS code, NULL AS plan_kind, a.billing_email
            FROM billing.provider_customers c
            JOIN billing.accounts a ON a.organization_id = c.organization_id
            WHERE c.provider = 'stripe' AND c.provider_customer_id = ?
            """,
            MirroredInvoices::readOwner,
            invoice.customerId())
        : sql.first(
            """
            SELECT s.organization_id, s.id, s.platform_id, p.code, s.plan_kind,
                   coalesce(s.billing_email, a.billing_email) AS billing_email
            FROM billing.subscriptions s
            JOIN billing.plans p ON p.id = s.plan_id
            LEFT JOIN billing.accounts a ON a.organization_id = s.organization_id
            WHERE s.provider = 'stripe' AND s.provider_subscription_id = ?
            """,
            MirroredInvoices::readOwner,
            invoice.subscriptionId());
  }

  private static Owner readOwner(Row row) {
    var kind = row.textOrNull("plan_kind");
    return new Owner(
        row.uuid("organization_id"),
        row.uuidOrNull("id"),
        row.uuidOrNull("platform_id"),
        row.textOrNull("code"),
        kind == null ? null : PlanKind.of(kind),
        row.textOrNull("billing_email"));
  }

  Optional<Shown> lock(String providerInvoiceId) {
    return sql.first(
        """
        SELECT id, status, attempt_count, granted_at IS NOT NULL AS granted,
               coalesce(provider_read_seq, 0) AS seq
        FROM billing.invoices WHERE provider = 'stripe' AND provider_invoice_id = ? FOR UPDATE
        """,
        row ->
            new Shown(
                row.uuid("id"),
                row.text("status"),
                row.intValue("attempt_count"),
                row.bool("granted"),
                row.longValue("seq")),
        providerInvoiceId);
  }

  /** Writes the row as read; under the organization's lock, so that one inserts and one updates. */
  UUID write(
      Owner owner,
      StripeInvoice invoice,
      ProviderReads.Ticket ticket,
      @Nullable Instant eventAt,
      Optional<Shown> shown) {
    var now = clock.instant();
    var id = shown.map(Shown::id).orElseGet(ids::next);
    if (shown.isEmpty()) {
      insert(id, owner, invoice, now);
    }
    sql.update(
        """
        UPDATE billing.invoices SET status = ?, number = coalesce(number, ?), base_amount = ?,
          discount_amount = ?, tax_amount = ?, total_amount = ?, prepaid_amount = ?,
          amount_due = ?, amount_paid = ?, due_at = ?, finalized_at = ?, paid_at = ?,
          voided_at = ?, hosted_invoice_url = ?, invoice_pdf_url = ?, attempt_count = ?,
          next_payment_attempt_at = ?,
          provider_payment_id = coalesce(?, provider_payment_id), provider_read_at = ?, provider_read_seq = ?,
          provider_event_at = greatest(provider_event_at, ?), raw = ?, updated_at = ?,
          version = version + 1
        WHERE id = ?
        """,
        invoice.status(),
        invoice.number(),
        invoice.subtotal(),
        invoice.discount(),
        invoice.tax(),
        invoice.total(),
        invoice.total() - invoice.amountDue(),
        invoice.amountDue(),
        invoice.amountPaid(),
        invoice.dueAt(),
        invoice.finalizedAt(),
        invoice.paidAt(),
        invoice.voidedAt(),
        invoice.hostedUrl(),
        invoice.pdfUrl(),
        invoice.attemptCount(),
        invoice.nextPaymentAttemptAt(),
        invoice.paymentIntentId(),
        ticket.at(),
        ticket.seq(),
        eventAt,
        Json.param(invoice.raw()),
        now,
        id);
    if (shown.isEmpty() || "draft".equals(shown.get().status())) {
      writeLines(id, owner.organizationId(), invoice, now);
    }
    return id;
  }

  private void insert(UUID id, Owner owner, StripeInvoice invoice, Instant now) {
    sql.update(
        """
        INSERT INTO billing.invoices (id, organization_id, subscription_id, platform_id, origin,
          settlement, billing_reason, plan_code, currency, period_start, period_end, provider,
          provider_invoice_id, created_at, updated_at)
        VALUES (?, ?, ?, ?, 'provider', 'provider', ?, ?, ?, ?, ?, 'stripe', ?, ?, ?)
        """,
        id,
        owner.organizationId(),
        owner.subscriptionId(),
        owner.platformId(),
        reason(invoice),
        owner.planCode(),
        invoice.currency(),
        invoice.periodStart(),
        invoice.periodEnd(),
        invoice.id(),
        now,
        now);
  }

  /** Stripe's reason in our words; what has no subscription was bought once. */
  private static String reason(StripeInvoice invoice) {
    var told = invoice.billingReason() == null ? "manual" : invoice.billingReason();
    return switch (told) {
      case "subscription_create", "subscription_cycle", "subscription_update" -> told;
      default -> invoice.subscriptionId() == null ? "one_time" : "manual";
    };
  }

  private void writeLines(UUID id, UUID organizationId, StripeInvoice invoice, Instant now) {
    sql.update("DELETE FROM billing.invoice_lines WHERE invoice_id = ?", id);
    var rows = new ArrayList<@Nullable Object[]>();
    for (StripeInvoice.Line line : invoice.lines()) {
      rows.add(
          new @Nullable Object[] {
            ids.next(),
            organizationId,
            id,
            rows.size() + 1,
            line.proration() ? "proration" : invoice.subscriptionId() == null ? "item" : "base",
            line.description(),
            line.quantity(),
            line.amount(),
            line.currency(),
            line.id(),
            line.periodStart(),
            line.periodEnd(),
            now
          });
    }
    sql.batch(
        """
        INSERT INTO billing.invoice_lines (id, organization_id, invoice_id, position, kind,
          description, quantity, amount, currency, provider_line_id, period_start, period_end,
          created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
  }

  void markGranted(UUID id) {
    sql.update("UPDATE billing.invoices SET granted_at = ? WHERE id = ?", clock.instant(), id);
  }

  InvoiceView view(UUID id) {
    return sql.one("SELECT * FROM billing.invoices WHERE id = ?", MirroredInvoices::read, id);
  }

  private static InvoiceView read(Row row) {
    return new InvoiceView(
        row.uuid("id"),
        row.textOrNull("number"),
        row.text("origin"),
        row.text("settlement"),
        row.text("status"),
        row.text("billing_reason"),
        row.textOrNull("plan_code"),
        row.uuid("organization_id"),
        row.uuidOrNull("subscription_id"),
        row.uuidOrNull("platform_id"),
        null,
        row.text("currency"),
        row.longValue("base_amount"),
        row.longValue("overage_amount"),
        row.longValue("adjustment_amount"),
        row.longValue("discount_amount"),
        row.longValue("tax_amount"),
        row.longValue("total_amount"),
        row.longValue("prepaid_amount"),
        row.longValue("amount_due"),
        row.longValue("amount_paid"),
        row.longValue("credited_amount"),
        row.longValue("amount_due") - row.longValue("amount_paid"),
        row.instant("period_start"),
        row.instant("period_end"),
        row.instantOrNull("due_at"),
        row.instantOrNull("finalized_at"),
        null,
        row.instantOrNull("paid_at"),
        row.textOrNull("hosted_invoice_url"),
        row.textOrNull("invoice_pdf_url"),
        null,
        null,
        row.textOrNull("provider_invoice_id"));
  }
}
