package dev.freehold.metering.alert;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.UsagePeriod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** Tells an alert to those who pay: once, however often it is asked for. */
@ApplicationScoped
public class AlertNotice {

  private final Sql sql;
  private final Mail mail;
  private final Clock clock;

  AlertNotice(Sql sql, Mail mail, Clock clock) {
    this.sql = sql;
    this.mail = mail;
    this.clock = clock;
  }

  /** A suppressed alert, one that was told, and another organization's are left alone. */
  @Transactional
  public void notify(UUID alertId) {
    sql.first(
            """
            UPDATE metering.usage_alerts a SET notified_at = ?
              FROM metering.metrics m, registry.platforms p, billing.subscriptions s
             WHERE a.id = ? AND a.organization_id = ? AND a.notified_at IS NULL
               AND NOT a.suppressed AND m.id = a.metric_id AND p.id = a.platform_id
               AND s.id = a.subscription_id
            RETURNING a.organization_id, a.threshold_pct, a.used, a.quota, a.period_start,
                      m.display_name, m.unit, p.name, s.billing_anchor, s.created_at
            """,
            row -> request(alertId, row),
            clock.instant(),
            alertId,
            Call.current().scope().organizationId())
        .ifPresent(mail::request);
  }

  private static MailRequest request(UUID alertId, Row row) {
    Instant start = row.instant("period_start");
    var period =
        UsagePeriod.containing(
            start.atOffset(ZoneOffset.UTC).toLocalDate(),
            row.instant("billing_anchor"),
            row.instant("created_at"));
    return MailRequest.template("usage-alert")
        .category("usage_alerts")
        .toMembers(row.uuid("organization_id"), "billing:read")
        .dedup("usage-alert:" + alertId)
        .param("platform", row.text("name"))
        .param("metric", row.text("display_name"))
        .param("unit", row.text("unit"))
        .param("percent", row.intValue("threshold_pct"))
        .param("used", grouped(row.longValue("used")))
        .param("quota", grouped(row.longValue("quota")))
        .param("periodStart", period.firstDay())
        .param("periodEnd", period.endDay().minusDays(1))
        .build();
  }

  private static String grouped(long amount) {
    return NumberFormat.getIntegerInstance(Locale.US).format(amount);
  }
}
