package dev.freehold.billing.account;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeForm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one customer an organization has at a payment provider. */
@ApplicationScoped
public class ProviderCustomers {

  /** A customer at the provider and the row that names it. */
  public record Customer(UUID id, UUID organizationId, String providerCustomerId) {}

  /** Who is to become the customer. */
  public record Payer(UUID organizationId, String email, String name, @Nullable UUID userId) {}

  private final StripeClient stripe;
  private final Transactions transactions;
  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  ProviderCustomers(StripeClient stripe, Transactions transactions, Sql sql, Ids ids, Clock clock) {
    this.stripe = stripe;
    this.transactions = transactions;
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  /** In the caller's transaction. */
  public Optional<Customer> find(UUID organizationId) {
    return sql.first(
        """
        SELECT id, organization_id, provider_customer_id FROM billing.provider_customers
        WHERE organization_id = ? AND provider = 'stripe' AND deleted_at IS NULL
        """,
        ProviderCustomers::read,
        organizationId);
  }

  /** In the caller's transaction. */
  public Optional<Customer> findByProviderId(String providerCustomerId) {
    return sql.first(
        """
        SELECT id, organization_id, provider_customer_id FROM billing.provider_customers
        WHERE provider = 'stripe' AND provider_customer_id = ?
        """,
        ProviderCustomers::read,
        providerCustomerId);
  }

  /**
   * Finds the customer or makes it at Stripe; not inside a transaction. Two at once end with one:
   * Stripe by the idempotency key, here by the unique index.
   *
   * @throws dev.freehold.stripe.StripeException when Stripe cannot
   */
  public Customer ensure(Payer payer) {
    var scope = Scope.tenant(payer.organizationId(), payer.userId());
    var known = transactions.inScope(scope, () -> find(payer.organizationId()));
    if (known.isPresent()) {
      return known.get();
    }
    var made =
        stripe.post(
            "/v1/customers",
            StripeForm.empty()
                .put("email", payer.email())
                .put("name", payer.name())
                .put("metadata[freehold_organization]", payer.organizationId()),
            "fh-cus-" + payer.organizationId());
    return transactions.inScope(
        scope,
        () -> {
          store(payer, made.path("id").asText(), made.path("livemode").asBoolean());
          return find(payer.organizationId())
              .orElseThrow(() -> new IllegalStateException("customer not stored: " + payer));
        });
  }

  private void store(Payer payer, String providerCustomerId, boolean livemode) {
    var now = clock.instant();
    sql.update(
        """
        INSERT INTO billing.provider_customers (id, organization_id, provider,
          provider_customer_id, email, user_id, livemode, created_at, updated_at)
        VALUES (?, ?, 'stripe', ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        ids.next(),
        payer.organizationId(),
        providerCustomerId,
        payer.email(),
        payer.userId(),
        livemode,
        now,
        now);
  }

  /** What the provider says of a customer of ours; false when it is not ours. In a transaction. */
  public boolean mirror(
      String providerCustomerId, @Nullable String email, boolean delinquent, boolean deleted) {
    var now = clock.instant();
    return sql.update(
            """
            UPDATE billing.provider_customers
            SET email = coalesce(?, email), delinquent = ?, updated_at = ?,
                deleted_at = CASE WHEN ? THEN coalesce(deleted_at, ?) END
            WHERE provider = 'stripe' AND provider_customer_id = ?
            """,
            email,
            delinquent,
            now,
            deleted,
            now,
            providerCustomerId)
        > 0;
  }

  /** The address a customer is to have at the provider. In a transaction. */
  public Optional<String> emailOf(String providerCustomerId) {
    return sql.first(
        """
        SELECT email FROM billing.provider_customers
        WHERE provider = 'stripe' AND provider_customer_id = ? AND deleted_at IS NULL
        """,
        row -> row.text("email"),
        providerCustomerId);
  }

  /** Customers whose contact a user is. In a transaction. */
  public List<Customer> ofContact(UUID userId) {
    return sql.list(
        """
        SELECT id, organization_id, provider_customer_id FROM billing.provider_customers
        WHERE user_id = ? AND provider = 'stripe' AND deleted_at IS NULL
        """,
        ProviderCustomers::read,
        userId);
  }

  /** In a transaction. */
  public void changeContact(UUID id, UUID userId, String email) {
    sql.update(
        """
        UPDATE billing.provider_customers SET user_id = ?, email = ?, updated_at = ? WHERE id = ?
        """,
        userId,
        email,
        clock.instant(),
        id);
  }

  private static Customer read(Row row) {
    return new Customer(
        row.uuid("id"), row.uuid("organization_id"), row.text("provider_customer_id"));
  }
}
