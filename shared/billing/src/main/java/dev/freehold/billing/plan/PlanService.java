package dev.freehold.billing.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The catalogue as customers see it. */
@ApplicationScoped
public class PlanService {

  /** Which plans are asked for; null = any. */
  public record Filter(
      @Nullable PlanKind kind,
      @Nullable UUID agentId,
      @Nullable String appKey,
      @Nullable String currency) {}

  /** Prices and allowances come as documents, so that the whole page is one statement. */
  private static final String LIST =
      """
      SELECT p.id, p.kind, p.code, p.name, p.description, p.agent_id, p.app_key, p.rank, p.status,
             p.recommended, p.auto_start, p.sort_order, p.fallback_plan_id,
             v.id AS version_id, v.number, v.published_at, v.trial_days, v.credits_included,
             v.credits_grant, v.credits_valid_days, v.pool_ram_mb, v.pool_cpu_millicores,
             v.pool_bandwidth_gb, v.limits, v.features, v.highlights, v.addon,
             priced.prices, measured.metrics
      FROM billing.plans p
      JOIN billing.plan_versions v ON v.id = p.current_version_id
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('id', pp.id, 'interval', pp.interval,
                 'intervalCount', pp.interval_count, 'currency', pp.currency, 'amount', pp.amount,
                 'providerPriceIds', coalesce(sold.ids, '{}'))
               ORDER BY pp.currency, pp.interval, pp.interval_count), '[]') AS prices
        FROM billing.plan_prices pp
        LEFT JOIN LATERAL (
          SELECT jsonb_object_agg(r.provider, r.provider_price_id) AS ids
          FROM billing.prices r WHERE r.plan_price_id = pp.id AND r.active) sold ON true
        WHERE pp.plan_version_id = v.id
          AND (?::text IS NULL OR pp.currency = ?)) priced
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('metric', m.slug,
                 'included', q.quota_limit, 'enforcement', q.enforcement,
                 'alertThresholds', q.alert_thresholds,
                 'overage', CASE WHEN o.currency IS NULL THEN NULL ELSE jsonb_build_object(
                   'currency', o.currency, 'blockSize', o.block_size,
                   'unitAmount', o.unit_amount, 'rounding', o.rounding,
                   'maxAmount', o.max_amount) END)
               ORDER BY m.sort_order, m.slug), '[]') AS metrics
        FROM metering.plan_quotas q
        JOIN metering.metrics m ON m.id = q.metric_id
        LEFT JOIN LATERAL (
          SELECT * FROM billing.overage_prices op
          WHERE op.plan_version_id = v.id AND op.metric_id = m.id
            AND (?::text IS NULL OR op.currency = ?)
          ORDER BY op.currency = 'usd' DESC, op.currency LIMIT 1) o ON true
        WHERE q.plan_version_id = v.id) measured
      WHERE p.status = 'active'
        AND (?::text IS NULL OR p.kind = ?)
        AND (?::uuid IS NULL OR p.agent_id = ?)
        AND (?::text IS NULL OR p.app_key = ?)
        AND (?::text IS NULL OR priced.prices <> '[]')
        AND (?::int IS NULL OR (p.sort_order, p.id) > (?, ?::uuid))
      ORDER BY p.sort_order, p.id
      LIMIT ?
      """;

  private final Sql sql;

  PlanService(Sql sql) {
    this.sql = sql;
  }

  /** Active plans by sort order; one row more than the page holds where there are more. */
  @Transactional
  public List<PlanView> list(Filter filter, PageRequest page) {
    var kind = filter.kind() == null ? null : filter.kind().word();
    var order = page.afterInt(0);
    var id = page.afterId(1);
    var currency = filter.currency();
    return sql.list(
        LIST,
        PlanService::read,
        currency,
        currency,
        currency,
        currency,
        kind,
        kind,
        filter.agentId(),
        filter.agentId(),
        filter.appKey(),
        filter.appKey(),
        currency,
        order,
        order,
        id,
        page.limit() + 1);
  }

  private static PlanView read(Row row) {
    return new PlanView(
        row.uuid("id"),
        PlanKind.of(row.text("kind")),
        row.text("code"),
        row.text("name"),
        row.text("description"),
        row.uuidOrNull("agent_id"),
        row.textOrNull("app_key"),
        row.intValue("rank"),
        row.text("status"),
        row.bool("recommended"),
        row.bool("auto_start"),
        row.intValue("sort_order"),
        row.uuidOrNull("fallback_plan_id"),
        version(row));
  }

  private static PlanView.Version version(Row row) {
    var ram = row.intOrNull("pool_ram_mb");
    return new PlanView.Version(
        row.uuid("version_id"),
        row.intValue("number"),
        row.instantOrNull("published_at"),
        row.intValue("trial_days"),
        row.longValue("credits_included"),
        row.text("credits_grant"),
        row.intOrNull("credits_valid_days"),
        ram == null
            ? null
            : new PlanView.Pool(
                ram, row.intValue("pool_cpu_millicores"), row.intValue("pool_bandwidth_gb")),
        row.jsonOrNull("addon"),
        row.json("limits"),
        row.json("features"),
        row.json("highlights"),
        documents(row.json("prices"), PlanView.Price.class),
        documents(row.json("metrics"), PlanView.Metric.class));
  }

  private static <T> List<T> documents(JsonNode array, Class<T> type) {
    return array.valueStream().map(each -> Json.readLenient(each, type)).toList();
  }
}
