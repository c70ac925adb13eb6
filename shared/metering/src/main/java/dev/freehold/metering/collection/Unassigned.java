package dev.freehold.metering.collection;

import dev.freehold.cloudflare.analytics.DataSet;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.snapshot.ActionMetric;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What was measured and is billed to nobody: actions the page does not list, resources the registry
 * does not know. Said to operators once a day and account, with the day read first.
 */
@ApplicationScoped
class Unassigned {

  private static final Logger LOG = Logger.getLogger(Unassigned.class);

  private final Sql sql;
  private final Clock clock;

  Unassigned(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  private record Action(String dataSet, String action) {
    boolean isListed() {
      return DataSet.byProviderName(dataSet)
          .map(set -> ActionMetric.isListed(set, action))
          .orElse(false);
    }
  }

  void report(String accountRef, LocalDate date) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (!date.equals(today.minusDays(1))) {
      return;
    }
    List<Action> unlisted = actions(accountRef, date);
    long unknown = unknownResources(accountRef, date);
    if (!unlisted.isEmpty() || unknown > 0) {
      LOG.warnf(
          "ALERT billed to nobody on %s: %d unknown resources, actions %s",
          date, unknown, unlisted);
    }
  }

  private List<Action> actions(String accountRef, LocalDate date) {
    return sql
        .list(
            """
            SELECT DISTINCT dataset, action FROM metering.resource_measurements
             WHERE snapshot_date = ? AND account_ref = ?
            """,
            row -> new Action(row.text("dataset"), row.text("action")),
            date,
            accountRef)
        .stream()
        .filter(action -> !action.isListed())
        .toList();
  }

  private long unknownResources(String accountRef, LocalDate date) {
    return sql.one(
        """
        SELECT count(DISTINCT m.resource_key) AS unknown FROM metering.resource_measurements m
         WHERE m.snapshot_date = ? AND m.account_ref = ? AND m.dataset <> 'analyticsEngine'
           AND NOT EXISTS (SELECT FROM registry.resources r WHERE r.cloud_name = m.resource_key)
           AND NOT EXISTS (SELECT FROM registry.resources r WHERE r.cloud_id = m.resource_key)
        """,
        row -> row.longValue("unknown"),
        date,
        accountRef);
  }
}
