package dev.freehold.registry.resource;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Keys;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.registry.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.UUID;

/** The stack made with a platform and the core features in it. */
@ApplicationScoped
public class DefaultStacks {

  private final Sql sql;
  private final Clock clock;
  private final Ids ids;

  DefaultStacks(Sql sql, Clock clock, Ids ids) {
    this.sql = sql;
    this.clock = clock;
    this.ids = ids;
  }

  /** Where a platform's first things stand. */
  public record Place(UUID organizationId, UUID platformId, UUID entityId) {}

  /**
   * A new default stack, or the one that failed before, {@code activating}. The platform's row is
   * locked by the caller.
   *
   * @return its id
   */
  @Transactional(TxType.MANDATORY)
  public UUID activate(Place place, UUID jobId) {
    var now = clock.instant();
    return sql.first(
            """
            UPDATE registry.stacks SET status = 'activating', last_job_id = ?, updated_at = ?,
                version = version + 1
            WHERE platform_id = ? AND is_default AND deleted_at IS NULL RETURNING id
            """,
            row -> row.uuid("id"),
            jobId,
            now,
            place.platformId())
        .orElseGet(
            () ->
                sql.one(
                    """
                    INSERT INTO registry.stacks (id, organization_id, platform_id, entity_id, key, name,
                        is_default, status, last_job_id, version, created_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, 'default', true, 'activating', ?, 0, ?, ?) RETURNING id
                    """,
                    row -> row.uuid("id"),
                    ids.next(),
                    place.organizationId(),
                    place.platformId(),
                    place.entityId(),
                    Keys.next(),
                    jobId,
                    now,
                    now));
  }

  /**
   * The one row of a core feature in an environment, {@code activating}, taken up again where it
   * failed before.
   *
   * @return its id
   */
  @Transactional(TxType.MANDATORY)
  public UUID activateCoreFeature(
      Place place, UUID stackId, UUID jobId, CoreFeature feature, Environment environment) {
    var now = clock.instant();
    return sql.one(
        """
        INSERT INTO registry.feature_activations AS f (id, organization_id, platform_id, entity_id,
            stack_id, feature_id, feature_version, feature_kind, environment, status, config,
            last_job_id, version, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'core', ?, 'activating', '{}', ?, 0, ?, ?)
        ON CONFLICT (entity_id, feature_id, environment) DO UPDATE SET stack_id = excluded.stack_id,
            feature_version = excluded.feature_version, status = 'activating',
            last_job_id = excluded.last_job_id, updated_at = excluded.updated_at,
            version = f.version + 1
        RETURNING id
        """,
        row -> row.uuid("id"),
        ids.next(),
        place.organizationId(),
        place.platformId(),
        place.entityId(),
        stackId,
        feature.featureId(),
        feature.version(),
        environment,
        jobId,
        now,
        now);
  }

  /** A published version of a core feature. */
  public record CoreFeature(String featureId, String version) {}

  /** The job is done: the stack and what it activates serve. */
  @Transactional(TxType.MANDATORY)
  public void complete(UUID platformId, UUID jobId) {
    end(platformId, jobId, "active");
    sql.update(
        """
        UPDATE registry.feature_activations SET activated_at = updated_at
        WHERE platform_id = ? AND last_job_id = ? AND status = 'active'
        """,
        platformId,
        jobId);
  }

  /** The job has ended without success and nothing of it is left. */
  @Transactional(TxType.MANDATORY)
  public void fail(UUID platformId, UUID jobId) {
    end(platformId, jobId, "failed");
  }

  private void end(UUID platformId, UUID jobId, String status) {
    for (var table : new String[] {"stacks", "feature_activations"}) {
      sql.update(
          """
          UPDATE registry.%s SET status = ?, updated_at = ?, version = version + 1
          WHERE platform_id = ? AND last_job_id = ? AND status = 'activating'
          """
              .formatted(table),
          status,
          clock.instant(),
          platformId,
          jobId);
    }
  }
}
