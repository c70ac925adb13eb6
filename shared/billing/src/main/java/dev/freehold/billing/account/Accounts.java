package dev.freehold.billing.account;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Payer sheets. The row of an organization is also its lock: whatever changes its subscriptions,
 * orders or customers takes it first, so that two such changes never cross. All in the caller's
 * transaction.
 */
@ApplicationScoped
public class Accounts {

  private static final String PREFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Sql sql;
  private final Clock clock;

  Accounts(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * The account, locked until commit; made on first need with the owner's address.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} when there is no such organization
   */
  public Account lock(UUID organizationId) {
    return find(organizationId).orElseGet(() -> make(organizationId));
  }

  private Account make(UUID organizationId) {
    var now = clock.instant();
    sql.update(
        """
        INSERT INTO billing.accounts
          (organization_id, billing_email, invoice_prefix, created_at, updated_at)
        SELECT o.id, r.email, ?, ?, ?
        FROM identity.organizations o
        CROSS JOIN LATERAL identity.mail_recipients(
          o.owner_id, NULL, NULL, NULL, 'service', ?) r
        WHERE o.id = ?
        ON CONFLICT (organization_id) DO NOTHING
        """,
        Secrets.from(PREFIX, 8),
        now,
        now,
        now,
        organizationId);
    return find(organizationId).orElseThrow(() -> KernelRefusal.notFound("organization"));
  }

  private Optional<Account> find(UUID organizationId) {
    return sql.first(
        """
        SELECT a.organization_id, a.billing_email, a.currency, a.payments_blocked_at,
               EXISTS (SELECT FROM billing.orders o WHERE o.organization_id = a.organization_id
                         AND o.paid_at IS NOT NULL AND o.total_amount > 0) AS currency_fixed
        FROM billing.accounts a WHERE a.organization_id = ? FOR UPDATE OF a
        """,
        Accounts::read,
        organizationId);
  }

  /** The first paid order fixes the currency; later ones find it so. */
  public void useCurrency(UUID organizationId, String currency) {
    sql.update(
        """
        UPDATE billing.accounts SET currency = ?, updated_at = ?, version = version + 1
        WHERE organization_id = ? AND currency <> ?
        """,
        currency,
        clock.instant(),
        organizationId,
        currency);
  }

  private static Account read(Row row) {
    return new Account(
        row.uuid("organization_id"),
        row.text("billing_email"),
        row.text("currency"),
        row.bool("currency_fixed"),
        row.instantOrNull("payments_blocked_at"));
  }
}
