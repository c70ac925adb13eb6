package dev.freehold.billing.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeForm;
import dev.freehold.stripe.StripePrice;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the mirror of Stripe's prices, and makes there what our plans are to be sold for. */
@ApplicationScoped
public class ProviderPrices {

  private static final int PUSH_LIMIT = 500;

  private final StripeClient stripe;
  private final Transactions transactions;
  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  ProviderPrices(StripeClient stripe, Transactions transactions, Sql sql, Ids ids, Clock clock) {
    this.stripe = stripe;
    this.transactions = transactions;
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  private record Missing(
      UUID planId,
      UUID planPriceId,
      String name,
      String interval,
      int intervalCount,
      String currency,
      long amount) {}

  /**
   * Makes product and price at Stripe for every price of an active plan that has none, and stores
   * them. Not inside a transaction; may be repeated, also after half of it.
   *
   * @return how many prices were made
   */
  public int pushMissing() {
    var missing = transactions.inScope(Scope.operator(), this::missing);
    for (Missing price : missing) {
      var product = product(price);
      var made = StripePrice.of(push(price, product));
      transactions.run(Scope.operator(), () -> mirror(made, clock.instant()));
    }
    return missing.size();
  }

  private List<Missing> missing() {
    return sql.list(
        """
        SELECT p.id AS plan_id, p.name, pp.id AS plan_price_id, pp.interval, pp.interval_count,
               pp.currency, pp.amount
        FROM billing.plans p
        JOIN billing.plan_prices pp ON pp.plan_version_id = p.current_version_id
        WHERE p.status = 'active' AND pp.amount > 0 AND NOT EXISTS (
          SELECT FROM billing.prices r
          WHERE r.plan_price_id = pp.id AND r.provider = 'stripe' AND r.active)
        ORDER BY p.kind, p.sort_order, pp.id
        LIMIT ?
        """,
        ProviderPrices::read,
        PUSH_LIMIT);
  }

  private static Missing read(Row row) {
    return new Missing(
        row.uuid("plan_id"),
        row.uuid("plan_price_id"),
        row.text("name"),
        row.text("interval"),
        row.intValue("interval_count"),
        row.text("currency"),
        row.longValue("amount"));
  }

  private String product(Missing price) {
    var form =
        StripeForm.empty().put("name", price.name()).put("metadata[freehold_plan]", price.planId());
    return stripe.post("/v1/products", form, "fh-prod-" + price.planId()).path("id").asText();
  }

  private JsonNode push(Missing price, String productId) {
    var form =
        StripeForm.empty()
            .put("product", productId)
            .put("currency", price.currency())
            .put("unit_amount", price.amount())
            .put("metadata[freehold_plan_price]", price.planPriceId());
    if (!"one_time".equals(price.interval())) {
      form.put("recurring[interval]", price.interval())
          .put("recurring[interval_count]", price.intervalCount());
    }
    return stripe.post("/v1/prices", form, "fh-price-" + price.planPriceId());
  }

  /**
   * Writes what the provider says unless something newer is known. In the caller's transaction.
   *
   * @return false when the row holds something newer
   */
  public boolean mirror(StripePrice price, Instant eventAt) {
    var now = clock.instant();
    var sells = planPrice(price);
    return sql.update(
            """
            INSERT INTO billing.prices AS r (id, provider, provider_price_id, provider_product_id,
              plan_price_id, active, currency, unit_amount, unit_amount_decimal, billing_scheme,
              type, interval, interval_count, trial_period_days, usage_type, metadata, raw,
              provider_event_at, created_at, updated_at)
            VALUES (?, 'stripe', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (provider, provider_price_id) DO UPDATE
            SET provider_product_id = excluded.provider_product_id, active = excluded.active,
                metadata = excluded.metadata, raw = excluded.raw,
                provider_event_at = excluded.provider_event_at, updated_at = excluded.updated_at
            WHERE r.provider_event_at IS NULL OR r.provider_event_at <= excluded.provider_event_at
            """,
            ids.next(),
            price.id(),
            price.productId(),
            sells,
            price.active(),
            price.currency(),
            price.unitAmount(),
            price.unitAmountDecimal(),
            price.billingScheme(),
            price.type(),
            price.interval(),
            price.intervalCount(),
            price.trialPeriodDays(),
            price.usageType(),
            Json.param(price.metadata()),
            Json.param(price.raw()),
            eventAt,
            now,
            now)
        > 0;
  }

  /** The plan price it names, where that is ours and nothing else sells it already. */
  private @Nullable UUID planPrice(StripePrice price) {
    var named = price.metadata().get("freehold_plan_price");
    if (named == null || !price.active()) {
      return null;
    }
    return sql.first(
            """
            SELECT pp.id FROM billing.plan_prices pp
            WHERE pp.id::text = ? AND NOT EXISTS (
              SELECT FROM billing.prices r WHERE r.plan_price_id = pp.id AND r.provider = 'stripe'
                AND r.active AND r.provider_price_id <> ?)
            """,
            row -> row.uuid("id"),
            named,
            price.id())
        .orElse(null);
  }

  /** A deleted product takes its prices out of sale. In the caller's transaction. */
  public boolean deactivateProduct(String providerProductId, Instant eventAt) {
    return sql.update(
            """
            UPDATE billing.prices SET active = false, provider_event_at = ?, updated_at = ?
            WHERE provider = 'stripe' AND provider_product_id = ? AND active
            """,
            eventAt,
            clock.instant(),
            providerProductId)
        > 0;
  }

  /** In the caller's transaction. */
  public boolean deactivate(String providerPriceId, Instant eventAt) {
    return sql.update(
            """
            UPDATE billing.prices SET active = false, provider_event_at = ?, updated_at = ?
            WHERE provider = 'stripe' AND provider_price_id = ? AND active
            """,
            eventAt,
            clock.instant(),
            providerPriceId)
        > 0;
  }
}
