package dev.freehold.metering.snapshot;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.subject.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Every day of a range, metric by metric. */
@ApplicationScoped
public class DailyUsage {

  private final Sql sql;
  private final Snapshots snapshots;

  DailyUsage(Sql sql, Snapshots snapshots) {
    this.sql = sql;
    this.snapshots = snapshots;
  }

  /**
   * @param metric its slug
   * @param points one a day, in order; zero where nothing was collected
   */
  public record Series(String metric, List<Point> points) {}

  /** What was used on one day. */
  public record Point(LocalDate day, long quantity) {}

  private record Metric(String slug, boolean isSnapshot) {}

  /**
   * @param wanted slugs; empty = every metric the subject can have
   * @throws Refusal {@code VALIDATION_FAILED}: no such metric
   */
  @Transactional
  public List<Series> of(Subject subject, List<String> wanted, DateRange range) {
    UUID platformId = subject.platformId();
    List<Metric> metrics = metrics(subject);
    var bySlug = new HashMap<String, Metric>();
    metrics.forEach(metric -> bySlug.put(metric.slug(), metric));
    List<String> slugs =
        wanted.isEmpty()
            ? metrics.stream()
                .filter(metric -> metric.isSnapshot() == (platformId != null))
                .map(Metric::slug)
                .toList()
            : wanted.stream().distinct().toList();
    for (String slug : slugs) {
      if (!bySlug.containsKey(slug)) {
        throw KernelRefusal.VALIDATION_FAILED
            .because("no metric %s", slug)
            .field("metric", "ENUM", "is not a metric of this subject");
      }
    }
    Map<LocalDate, UsageAmounts> days = new HashMap<>();
    if (platformId != null) {
      snapshots.ofPlatform(platformId, range).forEach(row -> days.put(row.date(), row.amounts()));
    }
    return slugs.stream().map(slug -> series(slug, days, range)).toList();
  }

  private static Series series(String slug, Map<LocalDate, UsageAmounts> days, DateRange range) {
    var metric = SnapshotMetric.bySlug(slug);
    return new Series(
        slug,
        range.days().stream()
            .map(
                day ->
                    new Point(
                        day,
                        metric
                            .map(m -> days.getOrDefault(day, UsageAmounts.none()).of(m))
                            .orElse(0L)))
            .toList());
  }

  private List<Metric> metrics(Subject subject) {
    return sql.list(
        """
        SELECT slug, source FROM metering.metrics
         WHERE agent_id IS NOT DISTINCT FROM ? AND deleted_at IS NULL ORDER BY sort_order, slug
        """,
        row -> new Metric(row.text("slug"), row.text("source").equals("snapshot")),
        subject.agentId());
  }
}
