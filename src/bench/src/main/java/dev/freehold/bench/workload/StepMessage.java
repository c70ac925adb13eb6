package dev.freehold.bench.workload;

import dev.freehold.functions.provisioning.StepFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.provisioning.job.RunStep;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A message of {@code provisioning-run-step} to its step done: claim, act, record, next nudge. The
 * step looks at the resources of a job that has none, so that no provider is asked.
 */
@ApplicationScoped
class StepMessage implements Workload {

  private static final int PLATFORM = 0x21;
  private static final int JOB = 0x22;
  private static final int STEP = 0x23;
  private static final int NEXT_STEP = 0x24;

  private static final String PAYLOAD =
      "{\"environments\":[\"production\"],\"console\":false,\"features\":[]}";

  private final StepFunctions functions;
  private final Tenant tenant;
  private final Rows rows;
  private final Clock clock;

  StepMessage(StepFunctions functions, Tenant tenant, Rows rows, Clock clock) {
    this.functions = functions;
    this.tenant = tenant;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "step";
  }

  @Override
  public String title() {
    return "queue message to done step (provisioning-run-step)";
  }

  @Override
  public int mostRuns() {
    return 5000;
  }

  @Override
  public void arrange(Numbers numbers) {
    Instant now = clock.instant();
    tenant.platforms(numbers, PLATFORM);
    rows.insert(
        numbers,
        """
        INSERT INTO provisioning.jobs (id, organization_id, platform_id, type, plan_tier, payload,
          status, dedup_key, requested_by_type, requested_by, deadline_at, started_at, created_at,
          updated_at, version)
        SELECT %s, ?, %s, 'provision_platform', 'starter', ?::jsonb, 'running', 'bench', 'system',
          'bench', ?, ?, ?, ?, 0 FROM numbers
        """
            .formatted(Numbers.idSql(JOB), Numbers.idSql(PLATFORM)),
        tenant.organization,
        PAYLOAD,
        now.plus(Duration.ofDays(1)),
        now,
        now,
        now);
    step(numbers, STEP, 1, "verify_resources", now);
    step(numbers, NEXT_STEP, 2, "finish_platform", now);
  }

  private void step(Numbers numbers, int kind, int ordinal, String word, Instant now) {
    rows.insert(
        numbers,
        """
        INSERT INTO provisioning.steps (id, organization_id, platform_id, job_id, ordinal, kind,
          phase, target, input, status, best_effort, attempt, max_attempts, deferrals,
          compensation_attempt, max_compensation_attempts, available_at, dead_messages, created_at,
          updated_at)
        SELECT %s, ?, %s, %s, ?, ?, 'verify', 'bench', '{"adopted":false}', 'pending', false, 0, 8,
          0, 0, 12, ?, 0, ?, ? FROM numbers
        """
            .formatted(Numbers.idSql(kind), Numbers.idSql(PLATFORM), Numbers.idSql(JOB)),
        tenant.organization,
        ordinal,
        word,
        now,
        now,
        now);
  }

  @Override
  public void run(long number) {
    functions.run(
        new Envelope(
            Numbers.id(0x25, number),
            RunStep.COMMAND,
            clock.instant(),
            tenant.organization,
            Numbers.id(PLATFORM, number),
            "r-bench",
            null,
            Json.tree(new RunStep(Numbers.id(JOB, number), Numbers.id(STEP, number)))));
  }

  @Override
  public String effect() {
    return "SELECT count(*) FROM provisioning.steps WHERE status = 'succeeded'";
  }
}
