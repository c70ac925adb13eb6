package dev.freehold.functions.provisioning;

import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import java.time.Instant;
import java.util.UUID;

/** An organization with a platform and a job of one step, written past the application. */
final class Works {

  final UUID owner = Rows.user();
  final UUID organization = Rows.organization(owner);
  final String token = Rows.session(owner, organization);
  final UUID platform = UUID.randomUUID();
  final UUID job = UUID.randomUUID();
  final UUID step = UUID.randomUUID();
  final UUID letter = UUID.randomUUID();
  private final String key = UUID.randomUUID().toString().replace("-", "").substring(0, 10);

  /**
   * @param status of the job
   * @param stepStatus of its one step, a created database
   */
  Works(String status, String stepStatus) {
    Instant now = Rows.NOW;
    Owner.update(
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier, version,
            created_at, updated_at)
        VALUES (?, ?, ?, 'Acme', ?, 'pending', 'starter', 0, ?, ?)
        """,
        platform,
        organization,
        key,
        "s-" + key,
        now,
        now);
    boolean live = status.equals("running") || status.equals("pending");
    Owner.update(
        """
        INSERT INTO provisioning.jobs (id, organization_id, platform_id, type, plan_tier, payload,
            status, failure_kind, error_code, error, dedup_key, requested_by_type, requested_by,
            deadline_at, started_at, completed_at, rolled_back_at, created_at, updated_at, version)
        VALUES (?, ?, ?, 'provision_platform', 'starter',
            '{"environments":["production"],"console":false,"features":[],"billingEmail":null}',
            ?, ?, ?, ?, 'platform', 'user', ?, ?, ?, ?, ?, ?, ?, 0)
        """,
        job,
        organization,
        platform,
        status,
        live ? null : "step_failed",
        live ? null : "PROVIDER_5XX",
        live ? null : "503 after 8 attempts",
        owner.toString(),
        now.plusSeconds(2700),
        now,
        live ? null : now.plusSeconds(60),
        status.equals("rolled_back") ? now.plusSeconds(60) : null,
        now,
        now);
    Owner.update(
        """
        INSERT INTO provisioning.steps (id, organization_id, platform_id, job_id, ordinal, kind,
            phase, target, environment, input, status, best_effort, attempt, max_attempts, deferrals,
            compensation_attempt, max_compensation_attempts, available_at, dead_messages, started_at,
            created_at, updated_at)
        VALUES (?, ?, ?, ?, 1, 'create_d1', 'provision_infra', ?, 'production', '{}', ?, false, 8, 8,
            2, 12, 12, ?, 0, ?, ?, ?)
        """,
        step,
        organization,
        platform,
        job,
        key + "-default-auth-db",
        stepStatus,
        now,
        now,
        now,
        now);
  }

  /** With an open dead letter. */
  Works lettered(String phase) {
    Owner.update(
        """
        INSERT INTO provisioning.dead_letters (id, organization_id, platform_id, job_id, step_id,
            phase, code, error, attempts, status, alert_attempts, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, 'PROVIDER_5XX', '503 after 8 attempts', 8, 'open', 0, ?, ?)
        """,
        letter,
        organization,
        platform,
        job,
        step,
        phase,
        Rows.NOW,
        Rows.NOW);
    return this;
  }

  String key() {
    return key;
  }
}
