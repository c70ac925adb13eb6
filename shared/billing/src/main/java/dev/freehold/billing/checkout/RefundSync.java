package dev.freehold.billing.checkout;

import dev.freehold.billing.account.Accounts;
import dev.freehold.billing.account.ProviderCustomers;
import dev.freehold.billing.subscription.ProviderReads;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeRefund;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a refund as it was read at Stripe; its order shows the sum of what went back. In the
 * caller's transaction, in operator scope.
 */
@ApplicationScoped
public class RefundSync {

  /**
   * What was paid.
   *
   * @param orderId null for an invoice nobody ordered, such as a renewal's
   * @param invoiceId null where the payment had none
   */
  public record Paid(UUID organizationId, @Nullable UUID orderId, @Nullable UUID invoiceId) {}

  private final Accounts accounts;
  private final ProviderCustomers customers;
  private final Orders orders;
  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  RefundSync(
      Accounts accounts,
      ProviderCustomers customers,
      Orders orders,
      Sql sql,
      Ids ids,
      Clock clock) {
    this.accounts = accounts;
    this.customers = customers;
    this.orders = orders;
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  /** What a payment of the provider's paid, where we know it. */
  public Optional<Paid> paidBy(@Nullable String paymentIntentId) {
    return sql.first(
        """
        SELECT coalesce(o.organization_id, i.organization_id) AS organization_id,
               o.id AS order_id, i.id AS invoice_id
        FROM (SELECT ?::text AS id) payment
        LEFT JOIN billing.invoices i
          ON i.provider = 'stripe' AND i.provider_payment_id = payment.id
        LEFT JOIN billing.orders o ON o.provider = 'stripe'
          AND (o.provider_payment_id = payment.id OR o.provider_invoice_id = i.provider_invoice_id)
        WHERE o.id IS NOT NULL OR i.id IS NOT NULL
        ORDER BY o.provider_payment_id NULLS LAST LIMIT 1
        """,
        RefundSync::read,
        paymentIntentId);
  }

  private static Paid read(Row row) {
    return new Paid(
        row.uuid("organization_id"), row.uuidOrNull("order_id"), row.uuidOrNull("invoice_id"));
  }

  /** Whether a customer of the provider's is one of ours. */
  public boolean isOurs(String providerCustomerId) {
    return customers.findByProviderId(providerCustomerId).isPresent();
  }

  /**
   * @return false when the row shows as much already, or something newer
   */
  public boolean sync(Paid paid, StripeRefund refund, ProviderReads.Ticket ticket) {
    accounts.lock(paid.organizationId());
    boolean written = write(paid, refund, ticket);
    if (paid.orderId() == null) {
      return written;
    }
    long back =
        sql.one(
            """
            SELECT coalesce(sum(amount), 0)::bigint AS back FROM billing.refunds
            WHERE order_id = ? AND status = 'succeeded'
            """,
            row -> row.longValue("back"),
            paid.orderId());
    return orders.refunded(paid.orderId(), back) || written;
  }

  private boolean write(Paid paid, StripeRefund refund, ProviderReads.Ticket ticket) {
    var now = clock.instant();
    return sql.update(
            """
            INSERT INTO billing.refunds AS r (id, organization_id, order_id, invoice_id, provider,
              provider_refund_id, provider_charge_id, amount, currency, status, reason,
              failure_reason, provider_read_seq, created_at, updated_at)
            VALUES (?, ?, ?, ?, 'stripe', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (provider, provider_refund_id) DO UPDATE
            SET order_id = coalesce(r.order_id, excluded.order_id),
                invoice_id = coalesce(r.invoice_id, excluded.invoice_id),
                status = excluded.status, failure_reason = excluded.failure_reason,
                provider_read_seq = excluded.provider_read_seq, updated_at = excluded.updated_at
            WHERE r.provider_read_seq < excluded.provider_read_seq
              AND (r.status <> excluded.status OR r.order_id IS NULL)
            """,
            ids.next(),
            paid.organizationId(),
            paid.orderId(),
            paid.invoiceId(),
            refund.id(),
            refund.chargeId(),
            refund.amount(),
            refund.currency(),
            refund.status(),
            refund.reason(),
            refund.failureReason(),
            ticket.seq(),
            now,
            now)
        > 0;
  }
}
