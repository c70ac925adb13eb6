package dev.freehold.metering.collection;

import dev.freehold.cloudflare.analytics.AnalyticsPage;
import dev.freehold.cloudflare.analytics.DataSet;
import dev.freehold.cloudflare.analytics.Measurement;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.snapshot.ActionMetric;
import dev.freehold.metering.snapshot.PlatformDay.Part;
import dev.freehold.metering.snapshot.SnapshotMetric;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the provider measured, resource by resource, and whose it is. */
@ApplicationScoped
class Measurements {

  /**
   * A page stands for its whole range of keys: what is not in it is gone at the provider. Rows are
   * written in key order, so that two readings of one day cannot lock each other.
   */
  private static final String REPLACE =
      """
      WITH page AS (
        SELECT * FROM jsonb_to_recordset(?::jsonb)
          AS p (id uuid, key text, action text, quantity bigint, estimated boolean)
      ), gone AS (
        DELETE FROM metering.resource_measurements m
         WHERE m.snapshot_date = ? AND m.account_ref = ? AND m.dataset = ?
           AND m.resource_key >= ? COLLATE "C"
           AND (?::text IS NULL OR m.resource_key < ?::text COLLATE "C")
           AND NOT EXISTS (SELECT FROM page p
                            WHERE p.key = m.resource_key AND p.action = m.action)
      )
      INSERT INTO metering.resource_measurements AS m
        (snapshot_date, id, account_ref, dataset, resource_key, action, quantity, estimated,
         created_at, updated_at)
      SELECT ?, p.id, ?, ?, p.key, p.action, p.quantity, p.estimated, ?, ? FROM page p
       ORDER BY p.key, p.action
      ON CONFLICT (snapshot_date, account_ref, dataset, resource_key, action) DO UPDATE
        SET quantity = excluded.quantity, estimated = excluded.estimated,
            updated_at = excluded.updated_at
        WHERE (m.quantity, m.estimated) IS DISTINCT FROM (excluded.quantity, excluded.estimated)
      """;

  /**
   * Of two resources that had one name on that day the younger counts. Entities that have a row
   * already come with nothing, so that theirs falls to zero when the provider takes back.
   */
  private static final String PARTS =
      """
      (SELECT DISTINCT ON (m.dataset, m.resource_key, m.action)
              r.entity_id, m.dataset, m.action, m.quantity, m.estimated
         FROM registry.platforms p
         JOIN provisioning.cloud_accounts a
           ON a.id = p.cloud_account_id OR p.cloud_account_id IS NULL
         JOIN registry.resources r ON r.platform_id = p.id
         JOIN (VALUES ('worker', 'workersInvocationsAdaptive'), ('d1', 'd1AnalyticsAdaptiveGroups'),
                      ('r2', 'r2StorageAdaptiveGroups'), ('r2', 'r2OperationsAdaptiveGroups'),
                      ('kv', 'kvOperationsAdaptiveGroups')) AS d (resource_type, dataset)
           ON d.resource_type = r.resource_type AND d.dataset = ANY (?)
         JOIN metering.resource_measurements m
           ON m.snapshot_date = ? AND m.account_ref = a.external_account_id
          AND m.dataset = d.dataset
          AND m.resource_key = CASE WHEN r.resource_type IN ('d1', 'kv') THEN r.cloud_id
                                    ELSE r.cloud_name END
        WHERE p.id = ? AND (r.created_at AT TIME ZONE 'UTC')::date <= ?
          AND (r.deleted_at IS NULL OR (r.deleted_at AT TIME ZONE 'UTC')::date >= ?)
        ORDER BY m.dataset, m.resource_key, m.action, r.created_at DESC, r.id DESC)
      UNION ALL
      (SELECT NULL, m.dataset, m.action, m.quantity, m.estimated
         FROM registry.platforms p
         JOIN provisioning.cloud_accounts a ON a.id = p.cloud_account_id
         JOIN metering.resource_measurements m
           ON m.snapshot_date = ? AND m.account_ref = a.external_account_id
          AND m.dataset = 'analyticsEngine' AND m.dataset = ANY (?) AND m.resource_key = p.key
        WHERE p.id = ?)
      UNION ALL
      (SELECT s.entity_id, NULL, NULL, 0, false FROM metering.usage_snapshots s
        WHERE s.platform_id = ? AND s.snapshot_date = ? AND s.entity_id IS NOT NULL)
      """;

  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  Measurements(Sql sql, Ids ids, Clock clock) {
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  @RegisterForReflection
  private record Measured(UUID id, String key, String action, long quantity, boolean estimated) {}

  /**
   * Puts the page in the place of what is stored of its keys, in one statement.
   *
   * @param accountRef the provider's id of the account
   */
  void replace(String accountRef, AccountPage asked, AnalyticsPage read) {
    Instant now = clock.instant();
    List<Measured> rows =
        read.rows().stream()
            .sorted(Comparator.comparing(Measurement::key).thenComparing(Measurement::action))
            .map(m -> new Measured(ids.next(), m.key(), m.action(), m.quantity(), m.estimated()))
            .toList();
    sql.update(
        REPLACE,
        Json.param(rows),
        asked.date(),
        accountRef,
        asked.dataset(),
        asked.page(),
        read.nextKey(),
        read.nextKey(),
        asked.date(),
        accountRef,
        asked.dataset(),
        now,
        now);
  }

  /** What counts for a platform on a day, by the resources that lived then. */
  List<Part> parts(UUID platformId, LocalDate date, List<String> dataSets) {
    return sql.list(
        PARTS,
        Measurements::part,
        dataSets,
        date,
        platformId,
        date,
        date,
        date,
        dataSets,
        platformId,
        platformId,
        date);
  }

  private static Part part(Row row) {
    String dataSet = row.textOrNull("dataset");
    return new Part(
        row.uuidOrNull("entity_id"),
        dataSet == null ? null : metric(dataSet, row.text("action")),
        row.longValue("quantity"),
        row.bool("estimated"));
  }

  private static @Nullable SnapshotMetric metric(String dataSet, String action) {
    return DataSet.byProviderName(dataSet)
        .flatMap(set -> ActionMetric.of(set, action))
        .orElse(null);
  }
}
