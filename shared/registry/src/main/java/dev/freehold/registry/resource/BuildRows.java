package dev.freehold.registry.resource;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.registry.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The newest build of a platform's console, as provisioning's steps see it. */
@ApplicationScoped
public class BuildRows {

  private final Sql sql;
  private final Ids ids;

  BuildRows(Sql sql, Ids ids) {
    this.sql = sql;
    this.ids = ids;
  }

  /** A build at the provider. */
  public record Started(
      String repoName,
      @Nullable String commit,
      String deploymentId,
      @Nullable String url,
      String triggeredBy) {}

  /** A build has been asked for; the same one again is no change. */
  public void started(
      UUID organizationId, UUID platformId, Environment environment, Started build, Instant now) {
    sql.update(
        """
        INSERT INTO registry.platform_build_state (id, organization_id, platform_id, environment,
            repo_name, last_commit_sha, cloud_deployment_id, build_url, build_status, triggered_by,
            triggered_at, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?)
        ON CONFLICT (platform_id, environment) DO UPDATE
           SET repo_name = excluded.repo_name, last_commit_sha = excluded.last_commit_sha,
               cloud_deployment_id = excluded.cloud_deployment_id, build_url = excluded.build_url,
               build_status = 'queued', triggered_by = excluded.triggered_by,
               triggered_at = excluded.triggered_at, completed_at = NULL,
               updated_at = excluded.updated_at
        """,
        ids.next(),
        organizationId,
        platformId,
        environment,
        build.repoName(),
        build.commit(),
        build.deploymentId(),
        build.url(),
        build.triggeredBy(),
        now,
        now,
        now);
  }

  /**
   * @param status {@code building}, {@code success} or {@code failed}
   */
  public void status(UUID platformId, Environment environment, String status, Instant now) {
    sql.update(
        """
        UPDATE registry.platform_build_state
           SET build_status = ?, updated_at = ?,
               completed_at = CASE WHEN ? IN ('success', 'failed') THEN ? ELSE completed_at END
         WHERE platform_id = ? AND environment = ?
        """,
        status,
        now,
        status,
        now,
        platformId,
        environment);
  }
}
