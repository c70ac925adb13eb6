package dev.freehold.metering.alert;

import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.subject.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The alerts of a subject. */
@ApplicationScoped
public class Alerts {

  private final Sql sql;

  Alerts(Sql sql) {
    this.sql = sql;
  }

  /**
   * Newest first, one more than the page has. A platform's are all it ever had, whichever
   * subscription they came from.
   *
   * @param month of the period's start; null = all
   */
  @Transactional
  public List<UsageAlert> list(Subject subject, @Nullable YearMonth month, PageRequest page) {
    UUID platform = subject.platformId();
    Instant from = month == null ? null : start(month);
    return sql.list(
        """
        SELECT a.*, m.slug FROM metering.usage_alerts a
          JOIN metering.metrics m ON m.id = a.metric_id
         WHERE a.organization_id = ? AND\s"""
            + (platform == null ? "a.subscription_id = ?" : "a.platform_id = ?")
            + """
               AND (?::timestamptz IS NULL OR a.period_start >= ?)
               AND (?::timestamptz IS NULL OR a.period_start < ?)
               AND (?::uuid IS NULL OR a.id < ?)
             ORDER BY a.id DESC LIMIT ?
            """,
        UsageAlert::of,
        subject.organizationId(),
        platform == null ? subject.subscriptionId() : platform,
        from,
        from,
        month == null ? null : start(month.plusMonths(1)),
        month == null ? null : start(month.plusMonths(1)),
        after(page),
        after(page),
        page.limit() + 1);
  }

  private static @Nullable UUID after(PageRequest page) {
    return page.afterId(0);
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
