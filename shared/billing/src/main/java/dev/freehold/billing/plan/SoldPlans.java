package dev.freehold.billing.plan;

import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds what can be bought or is in force, with its price. All reads, in the caller's transaction.
 */
@ApplicationScoped
public class SoldPlans {

  private static final String SELECT =
      """
      SELECT p.id AS plan_id, p.kind, p.code, p.name, p.rank, p.agent_id, p.app_key,
             p.fallback_plan_id, v.id AS version_id, v.number, v.trial_days, v.credits_included,
             v.credits_valid_days, v.pool_ram_mb, v.pool_cpu_millicores, v.pool_bandwidth_gb,
             pp.id AS price_id, pp.interval, pp.interval_count, pp.currency, pp.amount
      FROM billing.plans p
      JOIN billing.plan_versions v ON v.plan_id = p.id
      JOIN billing.plan_prices pp ON pp.plan_version_id = v.id
      """;

  private final Sql sql;

  SoldPlans(Sql sql) {
    this.sql = sql;
  }

  /**
   * What an active plan is sold for now.
   *
   * @param priceId null = the shortest price in the currency
   */
  public Optional<SoldPlan> sold(UUID planId, @Nullable UUID priceId, String currency) {
    return sql.first(
        SELECT
            + """
            WHERE p.id = ? AND p.status = 'active' AND v.id = p.current_version_id
              AND (pp.id = ? OR (?::uuid IS NULL AND pp.currency = ?))
            ORDER BY array_position('{month,one_time,year}'::text[], pp.interval),
                     pp.interval_count
            LIMIT 1
            """,
        SoldPlans::read,
        planId,
        priceId,
        priceId,
        currency);
  }

  /** The platform plan with a tier's code, by its monthly price in the currency. */
  public Optional<SoldPlan> ofTier(String code, String currency) {
    return sql.first(
        SELECT
            + """
            WHERE p.kind = 'platform' AND p.code = ? AND p.app_key IS NULL
              AND v.id = p.current_version_id AND pp.interval = 'month'
            ORDER BY pp.currency = ? DESC, pp.interval_count
            LIMIT 1
            """,
        SoldPlans::read,
        code,
        currency);
  }

  /** Free plans that begin with every organization. */
  public List<SoldPlan> autoStarted() {
    return sql.list(
        SELECT
            + """
            WHERE p.auto_start AND p.status = 'active' AND v.id = p.current_version_id
              AND pp.amount = 0 AND pp.interval = 'month'
            ORDER BY p.kind
            """,
        SoldPlans::read);
  }

  /** The free plan that begins when a paid one ends. */
  public Optional<SoldPlan> fallbackOf(UUID planId) {
    return sql.first(
        SELECT
            + """
            JOIN billing.plans paid ON paid.fallback_plan_id = p.id
            WHERE paid.id = ? AND v.id = p.current_version_id AND pp.amount = 0
              AND pp.interval = 'month'
            """,
        SoldPlans::read,
        planId);
  }

  /** Whatever the provider's price sells, of any version, still sold or not. */
  public Optional<SoldPlan> ofProviderPrice(String provider, String providerPriceId) {
    return sql.first(
        SELECT
            + """
            JOIN billing.prices mirrored ON mirrored.plan_price_id = pp.id
            WHERE mirrored.provider = ? AND mirrored.provider_price_id = ?
            """,
        SoldPlans::read,
        provider,
        providerPriceId);
  }

  /** What was bought or is in force, of any version. */
  public Optional<SoldPlan> ofPrice(UUID planPriceId) {
    return sql.first(SELECT + "WHERE pp.id = ?", SoldPlans::read, planPriceId);
  }

  /** The active price that sells this at the provider; empty = not pushed yet. */
  public Optional<String> providerPriceId(String provider, UUID planPriceId) {
    return sql.first(
        """
        SELECT provider_price_id FROM billing.prices
        WHERE provider = ? AND plan_price_id = ? AND active
        """,
        row -> row.text("provider_price_id"),
        provider,
        planPriceId);
  }

  private static SoldPlan read(Row row) {
    var ram = row.intOrNull("pool_ram_mb");
    return new SoldPlan(
        row.uuid("plan_id"),
        PlanKind.of(row.text("kind")),
        row.text("code"),
        row.text("name"),
        row.intValue("rank"),
        row.uuidOrNull("agent_id"),
        row.textOrNull("app_key"),
        row.uuidOrNull("fallback_plan_id"),
        row.uuid("version_id"),
        row.intValue("number"),
        row.intValue("trial_days"),
        row.longValue("credits_included"),
        row.intOrNull("credits_valid_days"),
        ram == null
            ? null
            : new SoldPlan.PoolSize(
                ram, row.intValue("pool_cpu_millicores"), row.intValue("pool_bandwidth_gb")),
        row.uuid("price_id"),
        row.text("interval"),
        row.intValue("interval_count"),
        row.text("currency"),
        row.longValue("amount"));
  }
}
