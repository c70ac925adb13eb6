package dev.freehold.provisioning.deadletter;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of provisioning.dead_letters. */
@ApplicationScoped
public class DeadLetterRows {

  private static final String SELECT =
      """
      SELECT d.*, j.type AS job_type, j.status AS job_status,
             EXISTS (SELECT FROM provisioning.steps s
                      WHERE s.job_id = d.job_id AND s.status = 'compensated') AS compensated
        FROM provisioning.dead_letters d JOIN provisioning.jobs j ON j.id = d.job_id
      """;

  private final Sql sql;
  private final Ids ids;

  DeadLetterRows(Sql sql, Ids ids) {
    this.sql = sql;
    this.ids = ids;
  }

  /** What went wrong. */
  public record Trouble(
      UUID organizationId,
      UUID platformId,
      UUID jobId,
      @Nullable UUID stepId,
      String phase,
      String code,
      @Nullable String error,
      int attempts) {}

  /**
   * Opens a letter for the job, or moves its open one on to the later phase.
   *
   * @return the letter that was opened; empty when there was an open one
   */
  public Optional<UUID> open(Trouble trouble, Instant now) {
    int moved =
        sql.update(
            """
            UPDATE provisioning.dead_letters
               SET phase = ?, step_id = ?, code = ?, error = ?, attempts = ?, updated_at = ?
             WHERE job_id = ? AND status = 'open'
            """,
            trouble.phase(),
            trouble.stepId(),
            trouble.code(),
            trouble.error(),
            trouble.attempts(),
            now,
            trouble.jobId());
    if (moved > 0) {
      return Optional.empty();
    }
    UUID id = ids.next();
    sql.update(
        """
        INSERT INTO provisioning.dead_letters (id, organization_id, platform_id, job_id, step_id,
            phase, code, error, attempts, status, alert_attempts, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 0, ?, ?)
        """,
        id,
        trouble.organizationId(),
        trouble.platformId(),
        trouble.jobId(),
        trouble.stepId(),
        trouble.phase(),
        trouble.code(),
        trouble.error(),
        trouble.attempts(),
        now,
        now);
    return Optional.of(id);
  }

  /** A later job on the target has completed, so nothing is left to be done. */
  public void supersede(UUID platformId, String dedupKey, Instant now) {
    sql.update(
        """
        UPDATE provisioning.dead_letters d SET status = 'superseded', updated_at = ?
          FROM provisioning.jobs j
         WHERE j.id = d.job_id AND d.status = 'open' AND j.platform_id = ? AND j.dedup_key = ?
           AND j.status NOT IN ('pending', 'running', 'rolling_back')
        """,
        now,
        platformId,
        dedupKey);
  }

  /** Marks an open letter as dealt with by whoever calls. */
  public void resolve(
      UUID id, String status, String resolution, @Nullable String note, Instant now) {
    sql.update(
        """
        UPDATE provisioning.dead_letters
           SET status = ?, resolution = ?, resolved_by = ?, resolved_at = ?, note = ?,
               updated_at = ?
         WHERE id = ? AND status = 'open'
        """,
        status,
        resolution,
        Call.current().actor().id(),
        now,
        note,
        now,
        id);
  }

  /** The job's open letter. */
  public Optional<UUID> openOf(UUID jobId) {
    return sql.first(
        "SELECT id FROM provisioning.dead_letters WHERE job_id = ? AND status = 'open'",
        row -> row.uuid("id"),
        jobId);
  }

  /** The job's newest letter, in whatever state. */
  public Optional<UUID> newestOf(UUID jobId) {
    return sql.first(
        "SELECT id FROM provisioning.dead_letters WHERE job_id = ? ORDER BY id DESC LIMIT 1",
        row -> row.uuid("id"),
        jobId);
  }

  public Optional<DeadLetter> find(UUID id) {
    return sql.first(SELECT + " WHERE d.id = ?", DeadLetterRows::letter, id);
  }

  /** Newest first, one more than the page holds. */
  public List<DeadLetter> list(String status, PageRequest page) {
    return sql.list(
        SELECT
            + """
               WHERE d.status = ? AND (?::uuid IS NULL OR d.id < ?::uuid)
               ORDER BY d.id DESC LIMIT ?
              """,
        DeadLetterRows::letter,
        status,
        page.afterId(0),
        page.afterId(0),
        page.limit() + 1);
  }

  /**
   * One function at a time tells; the row is locked until commit.
   *
   * @return the letter, when nobody was told of it yet
   */
  public Optional<DeadLetter> lockUntold(UUID id) {
    return sql.first(
        SELECT + " WHERE d.id = ? AND d.alerted_at IS NULL AND d.status = 'open' FOR UPDATE OF d",
        DeadLetterRows::letter,
        id);
  }

  public void told(UUID id, Instant now) {
    sql.update(
        """
        UPDATE provisioning.dead_letters
           SET alerted_at = ?, alert_attempts = alert_attempts + 1, updated_at = ?
         WHERE id = ?
        """,
        now,
        now,
        id);
  }

  public void notTold(UUID id, Instant now) {
    sql.update(
        """
        UPDATE provisioning.dead_letters
           SET alert_attempts = alert_attempts + 1, updated_at = ?
         WHERE id = ?
        """,
        now,
        id);
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        row.uuid("id"),
        row.uuid("organization_id"),
        row.uuid("job_id"),
        row.uuidOrNull("step_id"),
        row.uuid("platform_id"),
        row.text("job_type"),
        row.text("phase"),
        row.text("code"),
        row.textOrNull("error"),
        row.intValue("attempts"),
        row.text("status"),
        row.text("job_status"),
        row.bool("compensated"),
        row.instantOrNull("alerted_at"),
        row.textOrNull("resolution"),
        row.textOrNull("resolved_by"),
        row.instantOrNull("resolved_at"),
        row.textOrNull("note"),
        row.instant("created_at"));
  }
}
