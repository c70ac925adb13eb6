package dev.freehold.provisioning.job;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.provisioning.account.CloudAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of provisioning.jobs. */
@ApplicationScoped
public class JobRows {

  private final Sql sql;

  JobRows(Sql sql) {
    this.sql = sql;
  }

  /** Locks the job's row until commit; everything that changes a job or its steps does so first. */
  public Optional<LockedJob> lock(UUID jobId) {
    return sql.first(
        """
        SELECT j.*, p.key AS platform_key, p.name AS platform_name, p.status AS platform_status,
               p.repo_name, p.owner_user_id, %s
          FROM provisioning.jobs j
          JOIN registry.platforms p ON p.id = j.platform_id
          LEFT JOIN LATERAL provisioning.cloud_account(p.cloud_account_id) a ON true
         WHERE j.id = ?
           FOR UPDATE OF j
        """
            .formatted(CloudAccount.COLUMNS),
        row ->
            new LockedJob(
                job(row),
                new LockedJob.Facts(
                    row.text("platform_key"),
                    row.text("platform_name"),
                    row.text("platform_status"),
                    row.textOrNull("repo_name"),
                    row.uuidOrNull("owner_user_id")),
                CloudAccount.of(row)),
        jobId);
  }

  /**
   * A job of the acting organization, of any for operators.
   *
   * @param organizationId null = all
   */
  Optional<Job> find(UUID jobId, @Nullable UUID organizationId) {
    return sql.first(
        """
        SELECT j.* FROM provisioning.jobs j JOIN registry.platforms p ON p.id = j.platform_id
         WHERE j.id = ? AND (j.organization_id = ?::uuid OR ?) AND p.deleted_at IS NULL
        """,
        JobRows::job,
        jobId,
        organizationId,
        organizationId == null);
  }

  Optional<Job> findLive(UUID platformId, String dedupKey) {
    return sql.first(
        """
        SELECT * FROM provisioning.jobs
         WHERE platform_id = ? AND dedup_key = ?
           AND status IN ('pending', 'running', 'rolling_back')
        """,
        JobRows::job,
        platformId,
        dedupKey);
  }

  void insert(Job job) {
    sql.update(
        """
        INSERT INTO provisioning.jobs (id, organization_id, platform_id, type, plan_tier,
            billing_email, payload, status, replay_of, dedup_key, requested_by_type, requested_by,
            request_id, created_at, updated_at, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """,
        job.id(),
        job.organizationId(),
        job.platformId(),
        job.type(),
        job.planTier(),
        job.payload().billingEmail(),
        Json.param(job.payload()),
        job.status(),
        job.replayOf(),
        job.dedupKey(),
        job.requestedByType(),
        job.requestedBy(),
        Call.current().requestId(),
        job.createdAt(),
        job.updatedAt());
  }

  /**
   * J2, if it is the platform's turn: no root job of it runs, and this is its oldest. A race with
   * another start ends at {@code jobs_one_running_per_platform}.
   */
  boolean start(UUID jobId, Instant now, Instant deadline) {
    return sql.update(
            """
            UPDATE provisioning.jobs j
               SET status = 'running', started_at = ?, deadline_at = ?, updated_at = ?,
                   version = version + 1
             WHERE j.id = ? AND j.status = 'pending'
               AND NOT EXISTS (SELECT FROM provisioning.jobs o
                                WHERE o.platform_id = j.platform_id AND o.id <> j.id
                                  AND o.parent_job_id IS NULL
                                  AND (o.status IN ('running', 'rolling_back')
                                       OR o.status = 'pending'
                                          AND (o.created_at, o.id) < (j.created_at, j.id)))
            """,
            now,
            deadline,
            now,
            jobId)
        == 1;
  }

  /** Where its platform's default stack stands, known since the first step. */
  public void place(UUID jobId, UUID entityId, UUID stackId) {
    sql.update(
        "UPDATE provisioning.jobs SET entity_id = ?, stack_id = ? WHERE id = ?",
        entityId,
        stackId,
        jobId);
  }

  /** Ends the job, or turns it round. Times that do not belong to the new state are emptied. */
  void setStatus(UUID jobId, JobStatus status, @Nullable Instant completedAt, Instant now) {
    sql.update(
        """
        UPDATE provisioning.jobs
           SET status = ?, completed_at = ?,
               rolled_back_at = CASE WHEN ? = 'rolled_back' THEN ?::timestamptz END,
               updated_at = ?, version = version + 1
         WHERE id = ?
        """,
        status,
        completedAt,
        status,
        now,
        now,
        jobId);
  }

  void setFailure(
      UUID jobId, FailureKind kind, @Nullable String code, @Nullable String error, Instant now) {
    sql.update(
        """
        UPDATE provisioning.jobs
           SET status = 'rolling_back', failure_kind = ?, error_code = ?, error = ?, updated_at = ?,
               version = version + 1
         WHERE id = ?
        """,
        kind,
        code,
        error,
        now,
        jobId);
  }

  void setRollbackError(UUID jobId, @Nullable String error) {
    sql.update("UPDATE provisioning.jobs SET rollback_error = ? WHERE id = ?", error, jobId);
  }

  void restartClock(UUID jobId, Instant deadline) {
    sql.update(
        """
        UPDATE provisioning.jobs
           SET deadline_at = ?, failure_kind = NULL, error_code = NULL, error = NULL,
               rollback_error = NULL
         WHERE id = ?
        """,
        deadline,
        jobId);
  }

  /** The job whose turn it is on this platform, if any waits. */
  Optional<Job> oldestPending(UUID platformId) {
    return sql.first(
        """
        SELECT * FROM provisioning.jobs
         WHERE platform_id = ? AND status = 'pending' AND parent_job_id IS NULL
         ORDER BY created_at, id LIMIT 1
        """,
        JobRows::job,
        platformId);
  }

  List<UUID> pending(UUID platformId) {
    return sql.list(
        """
        SELECT id FROM provisioning.jobs WHERE platform_id = ? AND status = 'pending'
         ORDER BY created_at, id
        """,
        row -> row.uuid("id"),
        platformId);
  }

  /** A job of the platform that has not ended. */
  Optional<UUID> firstLive(UUID platformId) {
    return sql.first(
        """
        SELECT id FROM provisioning.jobs
         WHERE platform_id = ? AND status IN ('pending', 'running', 'rolling_back')
         ORDER BY created_at, id LIMIT 1
        """,
        row -> row.uuid("id"),
        platformId);
  }

  boolean hasAny(UUID platformId, String type) {
    return sql.one(
        """
        SELECT EXISTS (SELECT FROM provisioning.jobs WHERE platform_id = ? AND type = ?) AS ever
        """,
        row -> row.bool("ever"),
        platformId,
        type);
  }

  private static Job job(Row row) {
    String failure = row.textOrNull("failure_kind");
    return new Job(
        row.uuid("id"),
        row.uuid("organization_id"),
        row.uuid("platform_id"),
        JobType.of(row.text("type")),
        row.uuidOrNull("entity_id"),
        row.uuidOrNull("stack_id"),
        row.textOrNull("feature_id"),
        row.textOrNull("feature_version"),
        row.uuidOrNull("custom_domain_id"),
        row.textOrNull("environment"),
        row.textOrNull("plan_tier"),
        Json.readLenient(row.json("payload"), JobPayload.class),
        JobStatus.of(row.text("status")),
        failure == null ? null : FailureKind.of(failure),
        row.textOrNull("error_code"),
        row.textOrNull("error"),
        row.textOrNull("rollback_error"),
        row.uuidOrNull("parent_job_id"),
        row.uuidOrNull("replay_of"),
        row.text("dedup_key"),
        row.text("requested_by_type"),
        row.text("requested_by"),
        row.instantOrNull("cancel_requested_at"),
        row.instantOrNull("deadline_at"),
        row.instantOrNull("started_at"),
        row.instantOrNull("completed_at"),
        row.instantOrNull("rolled_back_at"),
        row.instant("created_at"),
        row.instant("updated_at"));
  }
}
