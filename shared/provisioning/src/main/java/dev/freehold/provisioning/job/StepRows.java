package dev.freehold.provisioning.job;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.registry.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of provisioning.steps; always under the lock of their job's row. */
@ApplicationScoped
public class StepRows {

  private final Sql sql;

  StepRows(Sql sql) {
    this.sql = sql;
  }

  /** The job's steps by ordinal. */
  public List<Step> of(UUID jobId) {
    return sql.list(
        "SELECT * FROM provisioning.steps WHERE job_id = ? ORDER BY ordinal",
        StepRows::step,
        jobId);
  }

  void insert(Job job, List<Step> steps, Instant now) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (Step step : steps) {
      rows.add(
          new @Nullable Object[] {
            step.id(),
            job.organizationId(),
            job.platformId(),
            job.id(),
            step.ordinal(),
            step.kind(),
            step.phase(),
            step.target(),
            step.environment(),
            Json.param(step.input()),
            step.bestEffort(),
            step.maxAttempts(),
            step.maxCompensationAttempts(),
            now,
            step.ordinal() == 1 ? now : null,
            now,
            now
          });
    }
    sql.batch(
        """
        INSERT INTO provisioning.steps (id, organization_id, platform_id, job_id, ordinal, kind,
            phase, target, environment, input, status, best_effort, attempt, max_attempts,
            deferrals, compensation_attempt, max_compensation_attempts, available_at, enqueued_at,
            dead_messages, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, 0, ?, 0, 0, ?, ?, ?, 0, ?, ?)
        """,
        rows);
  }

  /**
   * Claims the step for one function: nobody else works on the job until the lease ends.
   *
   * @return the fencing token, without which nothing is recorded
   */
  public long claim(Step step, boolean countsAttempt, String owner, Instant now, Instant until) {
    return sql.one(
        """
        UPDATE provisioning.steps
           SET status = 'running', attempt = attempt + ?,
               lease_token = nextval('provisioning.lease_seq'), lease_owner = ?,
               lease_expires_at = ?, started_at = coalesce(started_at, ?), updated_at = ?
         WHERE id = ?
        RETURNING lease_token
        """,
        row -> row.longValue("lease_token"),
        countsAttempt ? 1 : 0,
        owner,
        until,
        now,
        now,
        step.id());
  }

  /** As {@link #claim}, for undoing it. */
  public long claimUndo(Step step, String owner, Instant now, Instant until) {
    return sql.one(
        """
        UPDATE provisioning.steps
           SET compensation_attempt = compensation_attempt + 1,
               lease_token = nextval('provisioning.lease_seq'), lease_owner = ?,
               lease_expires_at = ?, updated_at = ?
         WHERE id = ?
        RETURNING lease_token
        """,
        row -> row.longValue("lease_token"),
        owner,
        until,
        now,
        step.id());
  }

  /** The nudge came too early and is used up; the sweep nudges again when it is time. */
  public void forgetNudge(UUID jobId) {
    sql.update(
        """
        UPDATE provisioning.steps SET enqueued_at = NULL
         WHERE job_id = ? AND enqueued_at IS NOT NULL
           AND status IN ('pending', 'waiting', 'compensating')
        """,
        jobId);
  }

  /** The end of a claim: whatever it was, the lease is given back. */
  public void finish(Step step, StepStatus status, StepOutput output, Instant now) {
    sql.update(
        """
        UPDATE provisioning.steps
           SET status = ?, output = ?, lease_owner = NULL, lease_expires_at = NULL,
               last_error_code = NULL, last_error = NULL,
               completed_at = CASE WHEN ? = 'succeeded' THEN ? ELSE completed_at END,
               compensated_at = CASE WHEN ? = 'compensated' THEN ? ELSE compensated_at END,
               enqueued_at = NULL, updated_at = ?
         WHERE id = ?
        """,
        status,
        Json.param(output),
        status,
        now,
        status,
        now,
        now,
        step.id());
  }

  /** Not now: another claim at {@code availableAt}. */
  public void postpone(Step step, Postponed to, Instant now) {
    sql.update(
        """
        UPDATE provisioning.steps
           SET status = ?, attempt = ?, compensation_attempt = ?, deferrals = ?, available_at = ?,
               wait_until = ?, enqueued_at = ?, last_error_code = ?, last_error = ?,
               lease_owner = NULL, lease_expires_at = NULL, updated_at = ?
         WHERE id = ?
        """,
        to.status(),
        to.attempt(),
        to.compensationAttempt(),
        to.deferrals(),
        to.availableAt(),
        to.waitUntil(),
        to.availableAt(),
        to.code(),
        to.error(),
        now,
        step.id());
  }

  /** The step has failed for good. */
  void fail(
      UUID stepId, StepStatus status, @Nullable String code, @Nullable String error, Instant now) {
    sql.update(
        """
        UPDATE provisioning.steps
           SET status = ?, last_error_code = coalesce(?, last_error_code),
               last_error = coalesce(?, last_error), completed_at = ?, lease_owner = NULL,
               lease_expires_at = NULL, enqueued_at = NULL, updated_at = ?
         WHERE id = ?
        """,
        status,
        code,
        error,
        now,
        now,
        stepId);
  }

  void skipUnbegun(UUID jobId, Instant now) {
    sql.update(
        """
        UPDATE provisioning.steps
           SET status = 'skipped', completed_at = ?, enqueued_at = NULL, updated_at = ?
         WHERE job_id = ? AND status = 'pending' AND started_at IS NULL
        """,
        now,
        now,
        jobId);
  }

  void compensated(List<UUID> stepIds, Instant now) {
    if (!stepIds.isEmpty()) {
      sql.update(
          """
          UPDATE provisioning.steps
             SET status = 'compensated', compensated_at = ?, lease_owner = NULL,
                 lease_expires_at = NULL, enqueued_at = NULL, updated_at = ?
           WHERE id = ANY (?)
          """,
          now,
          now,
          stepIds);
    }
  }

  void compensating(UUID stepId, Instant now) {
    sql.update(
        """
        UPDATE provisioning.steps
           SET status = 'compensating', compensation_attempt = 0, available_at = ?,
               enqueued_at = ?, lease_owner = NULL, lease_expires_at = NULL, updated_at = ?
         WHERE id = ?
        """,
        now,
        now,
        now,
        stepId);
  }

  /** Everything from the first step that is not done begins again. */
  void resume(UUID jobId, Instant now) {
    sql.update(
        """
        UPDATE provisioning.steps
           SET status = 'pending', attempt = 0, deferrals = 0, compensation_attempt = 0,
               available_at = ?, wait_until = NULL, enqueued_at = NULL, completed_at = NULL,
               updated_at = ?
         WHERE job_id = ?
           AND (status IN ('failed', 'skipped', 'compensation_failed', 'compensating', 'waiting')
                OR kind = 'begin_platform')
        """,
        now,
        now,
        jobId);
  }

  public void enqueued(UUID stepId, Instant at) {
    sql.update("UPDATE provisioning.steps SET enqueued_at = ? WHERE id = ?", at, stepId);
  }

  /** Ties steps to the registry's rows that were planned for them. */
  public void link(List<Linked> links, Instant now) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (Linked link : links) {
      rows.add(
          new @Nullable Object[] {link.resourceId(), Json.param(link.input()), now, link.stepId()});
    }
    sql.batch(
        "UPDATE provisioning.steps SET resource_id = ?, input = ?, updated_at = ? WHERE id = ?",
        rows);
  }

  /** A step and the row its object has. */
  public record Linked(UUID stepId, UUID resourceId, StepInput input) {}

  /** What a step looks like that is put off. */
  public record Postponed(
      StepStatus status,
      int attempt,
      int compensationAttempt,
      int deferrals,
      Instant availableAt,
      @Nullable Instant waitUntil,
      @Nullable String code,
      @Nullable String error) {}

  private static Step step(Row row) {
    String environment = row.textOrNull("environment");
    var output = row.jsonOrNull("output");
    return new Step(
        row.uuid("id"),
        row.uuid("job_id"),
        row.intValue("ordinal"),
        StepKind.of(row.text("kind")),
        Phase.of(row.text("phase")),
        row.text("target"),
        environment == null ? null : Environment.valueOf(environment.toUpperCase(Locale.ROOT)),
        row.uuidOrNull("resource_id"),
        Json.readLenient(row.json("input"), StepInput.class),
        output == null ? StepOutput.NONE : Json.readLenient(output, StepOutput.class),
        StepStatus.of(row.text("status")),
        row.bool("best_effort"),
        row.intValue("attempt"),
        row.intValue("max_attempts"),
        row.intValue("deferrals"),
        row.intValue("compensation_attempt"),
        row.intValue("max_compensation_attempts"),
        row.instant("available_at"),
        row.instantOrNull("wait_until"),
        row.longOrNull("lease_token"),
        row.instantOrNull("lease_expires_at"),
        row.textOrNull("last_error_code"),
        row.textOrNull("last_error"),
        row.instantOrNull("started_at"),
        row.instantOrNull("completed_at"),
        row.instantOrNull("compensated_at"));
  }
}
