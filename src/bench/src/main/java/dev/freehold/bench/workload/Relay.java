package dev.freehold.bench.workload;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.outbox.OutboxRelay;
import dev.freehold.provisioning.job.RunStep;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One run of the relay over messages that nobody handed over. */
@ApplicationScoped
class Relay implements Workload {

  private static final int MESSAGES = 5000;

  private final OutboxRelay relay;
  private final Rows rows;
  private final Clock clock;

  Relay(OutboxRelay relay, Rows rows, Clock clock) {
    this.relay = relay;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public String title() {
    return "relay (core.outbox, a message)";
  }

  @Override
  public int itemsPerRun() {
    return MESSAGES;
  }

  /** A run takes all that is due. */
  @Override
  public int mostRuns() {
    return 1;
  }

  @Override
  public void arrange(Numbers numbers) {
    Instant missed = clock.instant().minus(Duration.ofMinutes(1));
    rows.insert(
        numbers,
        """
        INSERT INTO core.outbox (id, kind, topic, type, request_id, payload, available_at,
          next_attempt_at, created_at)
        SELECT ('0199' || lpad(to_hex(i), 4, '0') || '-be4c-7000-8000-' || %1$s)::uuid, 'command',
          'provisioning', ?, 'r-bench', jsonb_build_object('jobId', gen_random_uuid(), 'stepId',
          gen_random_uuid()), ?, ?, ?
        FROM numbers, generate_series(1, %2$d) AS i
        """
            .formatted(Numbers.TAG_SQL, MESSAGES),
        RunStep.COMMAND,
        missed,
        missed,
        missed);
  }

  @Override
  public void run(long number) {
    Call.system("core-relay-outbox", Scope.operator()).run(relay::relay);
  }

  @Override
  public String effect() {
    return "SELECT count(*) FROM core.outbox WHERE sent_at IS NOT NULL";
  }
}
