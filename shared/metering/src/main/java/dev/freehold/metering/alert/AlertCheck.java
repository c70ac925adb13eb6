package dev.freehold.metering.alert;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.Aggregation;
import dev.freehold.metering.UsagePeriod;
import dev.freehold.metering.alert.AlertBook.Alert;
import dev.freehold.metering.alert.Governing.Subscription;
import dev.freehold.metering.alert.Thresholds.Reached;
import dev.freehold.metering.snapshot.SnapshotColumns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Checks a platform's quotas in the transaction that changed its usage. */
@ApplicationScoped
public class AlertCheck {

  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(hashtextextended('metering.platform:' || p.id::text, 0)),
             p.organization_id, s.id AS subscription_id, s.plan_version_id, s.billing_anchor,
             s.created_at
        FROM registry.platforms p
        LEFT JOIN LATERAL (
          SELECT * FROM billing.subscriptions s
           WHERE s.platform_id = p.id AND s.status NOT IN ('incomplete', 'incomplete_expired')
             AND (s.created_at AT TIME ZONE 'UTC')::date <= ?
             AND (s.ended_at IS NULL OR (s.ended_at AT TIME ZONE 'UTC')::date >= ?)
           ORDER BY s.ended_at DESC NULLS FIRST, s.id DESC LIMIT 1) s ON true
       WHERE p.id = ?
      """;

  private static final String USE =
      """
      SELECT m.id, m.slug, m.aggregation, q.quota_limit, coalesce(u.total, 0) AS total,
             q.alert_thresholds::text[] AS thresholds,
             ARRAY(SELECT a.threshold_pct::text FROM metering.usage_alerts a
                    WHERE a.subscription_id = ? AND a.metric_id = m.id AND a.period_start = ?)
               AS triggered
        FROM metering.plan_quotas q
        JOIN metering.metrics m
          ON m.id = q.metric_id AND m.agent_id IS NULL AND m.source = 'snapshot'
        LEFT JOIN (SELECT v.slug, least(sum(v.quantity), 9223372036854775807)::bigint AS total
                FROM metering.usage_snapshots s
               CROSS JOIN LATERAL (VALUES %s) AS v (slug, quantity)
               WHERE s.platform_id = ? AND s.entity_id IS NULL
                 AND s.snapshot_date >= ? AND s.snapshot_date < ?
               GROUP BY v.slug) u ON u.slug = m.slug
       WHERE q.plan_version_id = ? AND q.quota_limit > 0
       ORDER BY m.sort_order, m.slug
      """
          .formatted(SnapshotColumns.PAIRS_OF_S);

  private final Sql sql;
  private final Ids ids;
  private final AlertBook book;

  AlertCheck(Sql sql, Ids ids, AlertBook book) {
    this.sql = sql;
    this.ids = ids;
    this.book = book;
  }

  /** How much of a limited quota is used in a period. */
  public record Standing(String metric, long used, long quota) {}

  private record Use(
      UUID metricId,
      String slug,
      Aggregation aggregation,
      long quota,
      long total,
      List<Integer> thresholds,
      List<Integer> triggered) {

    private static Use of(Row row) {
      return new Use(
          row.uuid("id"),
          row.text("slug"),
          Aggregation.valueOf(row.text("aggregation").toUpperCase(Locale.ROOT)),
          row.longValue("quota_limit"),
          row.longValue("total"),
          numbers(row.texts("thresholds")),
          numbers(row.texts("triggered")));
    }

    private static List<Integer> numbers(List<String> texts) {
      return texts.stream().map(Integer::valueOf).toList();
    }
  }

  /**
   * Locks the platform's usage until the transaction ends, so that two days written at once see
   * each other's amounts, and finds whose day it is.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional(TxType.MANDATORY)
  public Governing lock(UUID platformId, LocalDate day) {
    return sql.first(LOCK, row -> governing(row, platformId), day, day, platformId)
        .orElseThrow(() -> KernelRefusal.notFound("platform"));
  }

  private static Governing governing(Row row, UUID platformId) {
    UUID subscriptionId = row.uuidOrNull("subscription_id");
    return new Governing(
        row.uuid("organization_id"),
        platformId,
        subscriptionId == null
            ? null
            : new Subscription(
                subscriptionId,
                row.uuid("plan_version_id"),
                row.instant("billing_anchor"),
                row.instant("created_at")));
  }

  /**
   * Writes the thresholds that the usage of the day's period has reached and not reached before,
   * and tells of the highest. May be repeated.
   *
   * @return where each limited metric stands in that period; empty without a subscription
   */
  @Transactional(TxType.MANDATORY)
  public List<Standing> check(Governing governing, LocalDate day) {
    Subscription subscription = governing.subscription();
    if (subscription == null) {
      return List.of();
    }
    var period = UsagePeriod.containing(day, subscription.anchor(), subscription.begin());
    var alerts = new ArrayList<Alert>();
    var exceeded = new ArrayList<Alert>();
    var standings = new ArrayList<Standing>();
    for (Use use : uses(governing.platformId(), subscription, period)) {
      long used = use.aggregation().periodValue(use.total(), period.days());
      long percent = Thresholds.percent(used, use.quota());
      List<Reached> reached = Thresholds.reached(percent, use.thresholds(), use.triggered());
      List<Alert> fresh = reached.stream().map(r -> alert(use, used, r)).toList();
      alerts.addAll(fresh);
      standings.add(new Standing(use.slug(), used, use.quota()));
      if (Thresholds.isExceededNow(reached, use.triggered())) {
        exceeded.add(fresh.getLast());
      }
    }
    book.write(governing, subscription, period, alerts, exceeded);
    return standings;
  }

  private List<Use> uses(UUID platformId, Subscription subscription, UsagePeriod period) {
    return sql.list(
        USE,
        Use::of,
        subscription.id(),
        period.start(),
        platformId,
        period.firstDay(),
        period.endDay(),
        subscription.planVersionId());
  }

  private Alert alert(Use use, long used, Reached reached) {
    return new Alert(
        ids.next(),
        use.metricId(),
        use.slug(),
        reached.thresholdPct(),
        used,
        use.quota(),
        reached.suppressed());
  }
}
