package dev.freehold.metering.alert;

import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.UsagePeriod;
import dev.freehold.metering.alert.AlertBook.Quota;
import dev.freehold.metering.alert.AlertCheck.Standing;
import dev.freehold.metering.alert.Governing.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a change of a platform's subscription means for its quotas. */
@ApplicationScoped
public class QuotaWatch {

  private final AlertCheck check;
  private final Sql sql;
  private final Outbox outbox;
  private final Clock clock;

  QuotaWatch(AlertCheck check, Sql sql, Outbox outbox, Clock clock) {
    this.check = check;
    this.sql = sql;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Checks today's period against the quota that holds now; the message's own state is not looked
   * at, so that order and repetition are without effect.
   */
  @Transactional
  public void recheck(UUID platformId) {
    LocalDate today = today();
    check.check(check.lock(platformId, today), today);
  }

  /**
   * As {@link #recheck}, and says of each quota that was used up in the period before and is not in
   * this one that it is renewed.
   */
  @Transactional
  public void renew(UUID platformId) {
    LocalDate today = today();
    Governing governing = check.lock(platformId, today);
    List<Standing> standings = check.check(governing, today);
    Subscription subscription = governing.subscription();
    if (subscription == null) {
      return;
    }
    var period = UsagePeriod.containing(today, subscription.anchor(), subscription.begin());
    var before =
        UsagePeriod.containing(
            period.firstDay().minusDays(1), subscription.anchor(), subscription.begin());
    Set<String> renewed = exceededOnlyIn(before, period, subscription);
    standings.stream()
        .filter(standing -> renewed.contains(standing.metric()))
        .map(s -> new Quota(subscription.id(), s.metric(), s.used(), s.quota()))
        .forEach(
            quota ->
                outbox.send(
                    Message.event("metering.quota.renewed")
                        .organization(governing.organizationId())
                        .platform(governing.platformId())
                        .data(quota)));
  }

  private Set<String> exceededOnlyIn(
      UsagePeriod before, UsagePeriod now, Subscription subscription) {
    return Set.copyOf(
        sql.list(
            """
            SELECT DISTINCT m.slug
              FROM metering.usage_alerts a JOIN metering.metrics m ON m.id = a.metric_id
             WHERE a.subscription_id = ? AND a.period_start = ? AND a.threshold_pct >= 100
               AND NOT EXISTS (SELECT FROM metering.usage_alerts b
                                WHERE b.subscription_id = a.subscription_id
                                  AND b.metric_id = a.metric_id AND b.period_start = ?
                                  AND b.threshold_pct >= 100)
            """,
            row -> row.text("slug"),
            subscription.id(),
            before.start(),
            now.start()));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
