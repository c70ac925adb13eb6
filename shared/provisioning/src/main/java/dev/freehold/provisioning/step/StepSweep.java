package dev.freehold.provisioning.step;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.job.JobNews;
import dev.freehold.provisioning.job.Nudges;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds what no nudge is on its way for: leases that ran out, steps that are due, jobs past their
 * deadline or waiting, accounts that are open again, alerts not sent. Decides nothing itself: it
 * nudges, and the claim decides.
 */
@ApplicationScoped
public class StepSweep {

  private static final int LIMIT = 500;

  /** How long a nudge may take before another is sent. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration ALERT_PATIENCE = Duration.ofMinutes(5);

  /** The step of a live job whose turn it is. */
  private static final String CURRENT =
      """
      provisioning.jobs j CROSS JOIN LATERAL (
             SELECT * FROM provisioning.steps c
              WHERE c.job_id = j.id
                AND c.status IN ('pending', 'waiting', 'running', 'compensating')
              ORDER BY c.status = 'compensating' DESC, c.ordinal LIMIT 1) s
       WHERE j.status IN ('running', 'rolling_back')
      """;

  private final Sql sql;
  private final Nudges nudges;
  private final Outbox outbox;
  private final Transactions transactions;
  private final ProvisioningConfig config;
  private final Clock clock;

  StepSweep(
      Sql sql,
      Nudges nudges,
      Outbox outbox,
      Transactions transactions,
      ProvisioningConfig config,
      Clock clock) {
    this.sql = sql;
    this.nudges = nudges;
    this.outbox = outbox;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  private record Due(UUID organizationId, UUID platformId, UUID jobId, @Nullable UUID stepId) {

    static Due of(Row row) {
      return new Due(
          row.uuid("organization_id"),
          row.uuid("platform_id"),
          row.uuid("job_id"),
          row.uuidOrNull("step_id"));
    }
  }

  /** In operator scope; every statement takes at most 500 rows. */
  public Swept sweep() {
    return transactions.requiresNew(this::swept);
  }

  private Swept swept() {
    Instant now = clock.instant();
    reopenAccounts(now);
    int expired = expireLeases(now);
    List<Due> steps = dueSteps(now);
    List<Due> jobs = waitingJobs(now);
    nudge(steps, now);
    nudge(jobs, now);
    int alerts = alertAgain(now);
    int found = expired + steps.size() + jobs.size() + alerts;
    boolean more = expired == LIMIT || steps.size() == LIMIT || jobs.size() == LIMIT;
    return new Swept(found, more, nextDueAt(now));
  }

  /** An account is open again: its steps go on, and its jobs get the time of the outage back. */
  private void reopenAccounts(Instant now) {
    sql.update(
        """
        WITH reopened AS (
            UPDATE provisioning.cloud_accounts a SET broken_at = NULL, updated_at = ?
              FROM (SELECT id, broken_at FROM provisioning.cloud_accounts
                     WHERE status <> 'broken' AND broken_at IS NOT NULL FOR UPDATE) former
             WHERE a.id = former.id RETURNING a.id, former.broken_at),
        moved AS (
            UPDATE provisioning.jobs j
               SET deadline_at = j.deadline_at + (?::timestamptz - greatest(r.broken_at, j.started_at)),
                   updated_at = ?
              FROM registry.platforms p JOIN reopened r ON r.id = p.cloud_account_id
             WHERE p.id = j.platform_id AND j.status = 'running' RETURNING j.id)
        UPDATE provisioning.steps s SET available_at = ?, enqueued_at = NULL, updated_at = ?
          FROM provisioning.jobs j, registry.platforms p, reopened r
         WHERE j.id = s.job_id AND p.id = j.platform_id AND r.id = p.cloud_account_id
           AND j.status IN ('running', 'rolling_back') AND s.last_error_code = ?
           AND s.status IN ('pending', 'waiting', 'compensating')
        """,
        now,
        now,
        now,
        now,
        now,
        Postponing.ACCOUNT_BROKEN);
  }

  /** Whoever held them works no more; another try after the usual wait. */
  private int expireLeases(Instant now) {
    return sql.update(
        """
        WITH due AS (
            SELECT s.id FROM provisioning.steps s JOIN provisioning.jobs j ON j.id = s.job_id
             WHERE s.lease_expires_at <= ?
               AND (j.status = 'running' AND s.status = 'running' OR s.status = 'compensating')
             ORDER BY s.lease_expires_at LIMIT 500 FOR UPDATE OF j SKIP LOCKED),
        timed AS (
            SELECT s.id, least(?, ? * 2 ^ least(30, greatest(0,
                       CASE s.status WHEN 'running' THEN s.attempt
                                     ELSE s.compensation_attempt END - 1))) AS wait
              FROM provisioning.steps s JOIN due USING (id))
        UPDATE provisioning.steps s
           SET status = CASE s.status WHEN 'running' THEN 'pending' ELSE s.status END,
               lease_owner = NULL, lease_expires_at = NULL, enqueued_at = NULL,
               last_error_code = 'LEASE_EXPIRED', last_error = 'the function that held it died',
               available_at = ?::timestamptz
                   + make_interval(secs => timed.wait / 2 + random() * timed.wait / 2),
               updated_at = ?
          FROM timed WHERE s.id = timed.id
        """,
        now,
        config.backoff().cap().toSeconds(),
        config.backoff().base().toSeconds(),
        now,
        now);
  }

  private List<Due> dueSteps(Instant now) {
    return sql.list(
        """
        SELECT j.organization_id, j.platform_id, j.id AS job_id, s.id AS step_id
          FROM %s
           AND (s.lease_expires_at IS NULL AND s.available_at <= ?
                    AND (s.enqueued_at IS NULL OR s.enqueued_at <= ?)
                OR s.lease_expires_at <= ?
                OR j.status = 'running' AND j.deadline_at <= ?
                    AND (s.lease_expires_at IS NULL OR s.lease_expires_at <= ?))
         ORDER BY s.available_at LIMIT 500
        """
            .formatted(CURRENT),
        Due::of,
        now,
        now.minus(PATIENCE),
        now,
        now,
        now);
  }

  /** Jobs whose platform is idle, and jobs that waited too long for a busy one. */
  private List<Due> waitingJobs(Instant now) {
    return sql.list(
        """
        SELECT j.organization_id, j.platform_id, j.id AS job_id, NULL::uuid AS step_id
          FROM provisioning.jobs j
         WHERE j.status = 'pending' AND j.parent_job_id IS NULL AND j.updated_at <= ?
           AND (j.created_at <= ?
                OR NOT EXISTS (SELECT FROM provisioning.jobs o
                                WHERE o.platform_id = j.platform_id AND o.id <> j.id
                                  AND o.parent_job_id IS NULL
                                  AND (o.status IN ('running', 'rolling_back')
                                       OR o.status = 'pending'
                                          AND (o.created_at, o.id) < (j.created_at, j.id))))
         ORDER BY j.created_at LIMIT 500
        """,
        Due::of,
        now.minus(PATIENCE),
        now.minus(config.deadline().pending()));
  }

  private void nudge(List<Due> due, Instant now) {
    for (Due one : due) {
      nudges.send(one.organizationId(), one.platformId(), one.jobId(), one.stepId(), null);
    }
    List<UUID> steps = due.stream().map(Due::stepId).filter(Objects::nonNull).toList();
    if (!steps.isEmpty()) {
      sql.update("UPDATE provisioning.steps SET enqueued_at = ? WHERE id = ANY (?)", now, steps);
    }
    List<UUID> jobs = due.stream().filter(one -> one.stepId() == null).map(Due::jobId).toList();
    if (!jobs.isEmpty()) {
      sql.update("UPDATE provisioning.jobs SET updated_at = ? WHERE id = ANY (?)", now, jobs);
    }
  }

  /** Letters nobody was told of, told again; once told they are not found here. */
  private int alertAgain(Instant now) {
    record Untold(Due due, UUID letterId, String type, String code) {}
    List<Untold> untold =
        sql.list(
            """
            UPDATE provisioning.dead_letters d SET updated_at = ?
              FROM provisioning.jobs j
             WHERE j.id = d.job_id AND d.id IN (
                       SELECT id FROM provisioning.dead_letters
                        WHERE status = 'open' AND alerted_at IS NULL AND updated_at <= ?
                        ORDER BY created_at LIMIT 500 FOR UPDATE SKIP LOCKED)
            RETURNING d.id AS letter_id, d.code, d.organization_id, d.platform_id, d.job_id,
                      d.step_id, j.type
            """,
            row ->
                new Untold(Due.of(row), row.uuid("letter_id"), row.text("type"), row.text("code")),
            now,
            now.minus(ALERT_PATIENCE));
    for (Untold one : untold) {
      outbox.send(
          Message.event("provisioning.dead_letter.opened")
              .organization(one.due().organizationId())
              .platform(one.due().platformId())
              .data(
                  new JobNews.LetterOpened(
                      one.letterId(), one.due().jobId(), one.type(), one.code())));
    }
    return untold.size();
  }

  /** When the next run has something to do; null = nothing is under way. */
  private @Nullable Instant nextDueAt(Instant now) {
    record Next(@Nullable Instant at) {}
    return sql.one(
            """
            SELECT least(
                (SELECT min(least(
                            CASE WHEN s.lease_expires_at IS NULL
                                 THEN greatest(s.available_at,
                                               s.enqueued_at + make_interval(secs => ?)) END,
                            s.lease_expires_at,
                            CASE WHEN j.status = 'running'
                                 THEN greatest(j.deadline_at, s.lease_expires_at) END))
                   FROM %s),
                (SELECT min(updated_at) + make_interval(secs => ?)
                   FROM provisioning.jobs WHERE status = 'pending' AND parent_job_id IS NULL),
                (SELECT min(updated_at) + make_interval(secs => ?)
                   FROM provisioning.dead_letters
                  WHERE status = 'open' AND alerted_at IS NULL)) AS at
            """
                .formatted(CURRENT),
            row -> new Next(row.instantOrNull("at")),
            (double) PATIENCE.toSeconds(),
            (double) PATIENCE.toSeconds(),
            (double) ALERT_PATIENCE.toSeconds())
        .at();
  }
}
