package dev.freehold.metering.snapshot;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.snapshot.PlatformDay.Share;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a platform's day: whole, in one statement, and only what differs. */
@ApplicationScoped
public class SnapshotWriter {

  /**
   * Rows as they are stay untouched, manual ones always; what a new value replaces goes to the
   * revisions. The task is done with it.
   */
  private static final String WRITE =
      """
      WITH input AS (
        SELECT * FROM jsonb_to_recordset(?::jsonb)
          AS i (id uuid, revision_id uuid, entity_id uuid, estimated boolean, %2$s)
      ), before AS (
        SELECT * FROM metering.usage_snapshots WHERE platform_id = ? AND snapshot_date = ?
      ), written AS (
        INSERT INTO metering.usage_snapshots AS s
          (snapshot_date, id, organization_id, platform_id, entity_id, %1$s,
           source, revision, complete, estimated, collected_at, created_at)
        SELECT ?, i.id, ?, ?, i.entity_id, %3$s, 'cloudflare', 1, true, i.estimated, ?, ?
          FROM input i
        ON CONFLICT (platform_id, entity_id, snapshot_date) DO UPDATE
          SET %4$s, source = excluded.source, estimated = excluded.estimated,
              collected_at = excluded.collected_at, revision = s.revision + 1
          WHERE s.source <> 'manual' AND (%5$s) IS DISTINCT FROM (%6$s)
        RETURNING s.*
      ), history AS (
        INSERT INTO metering.snapshot_revisions
          (id, organization_id, platform_id, entity_id, snapshot_date, revision, before, after,
           reason, created_at)
        SELECT i.revision_id, w.organization_id, w.platform_id, w.entity_id, w.snapshot_date,
               w.revision, %7$s, %8$s, 'collected again', w.collected_at
          FROM written w
          JOIN before b ON b.entity_id IS NOT DISTINCT FROM w.entity_id
          JOIN input i ON i.entity_id IS NOT DISTINCT FROM w.entity_id
      )
      UPDATE metering.collection_tasks SET status = 'done', last_error = NULL, updated_at = ?
       WHERE snapshot_date = ? AND platform_id = ? AND status IN ('pending', 'failed')
      """
          .formatted(
              SnapshotColumns.NAMES,
              SnapshotColumns.typed(),
              SnapshotColumns.of("i"),
              SnapshotColumns.assigned(),
              SnapshotColumns.of("s"),
              SnapshotColumns.of("excluded"),
              SnapshotColumns.json("b"),
              SnapshotColumns.json("w"));

  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  SnapshotWriter(Sql sql, Ids ids, Clock clock) {
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * May be repeated. The caller has the platform's lock, so that no other writer comes in between.
   *
   * @return whether a task of that day was still open
   */
  @Transactional(TxType.MANDATORY)
  public boolean write(UUID organizationId, UUID platformId, LocalDate date, PlatformDay day) {
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    rows.add(row(null, day.platform()));
    day.entities().forEach((entity, share) -> rows.add(row(entity, share)));
    Instant now = clock.instant();
    return write(organizationId, platformId, date, rows, now) == 1;
  }

  private int write(
      UUID organizationId,
      UUID platformId,
      LocalDate date,
      List<Map<String, @Nullable Object>> rows,
      Instant now) {
    return sql.update(
        WRITE,
        Json.param(rows),
        platformId,
        date,
        date,
        organizationId,
        platformId,
        now,
        now,
        now,
        date,
        platformId);
  }

  private Map<String, @Nullable Object> row(@Nullable UUID entityId, Share share) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("id", ids.next());
    row.put("revision_id", ids.next());
    row.put("entity_id", entityId);
    row.put("estimated", share.estimated());
    row.putAll(share.amounts().bySlug());
    return row;
  }
}
