package dev.freehold.local.sandbox;

import dev.freehold.lambda.wake.MemoryWakeStore;
import dev.freehold.local.queue.LocalQueues;
import dev.freehold.local.schedule.Schedules;
import dev.freehold.local.schedule.Settling;
import dev.freehold.local.start.HostParts;
import dev.freehold.local.start.MovableClock;
import dev.freehold.local.starter.StarterData;
import dev.freehold.sandbox.Sandbox;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Back to an empty installation with its starter data. */
@ApplicationScoped
class SandboxReset {

  private static final Duration SETTLE_WITHIN = Duration.ofSeconds(30);

  private final MovableClock clock;
  private final Schedules schedules;
  private final MemoryWakeStore wake;
  private final Settling settling;
  private final LocalQueues queues;
  private final Sandbox sandbox;
  private final AgroalDataSource pool;
  private final StarterData starterData;

  SandboxReset(
      MovableClock clock,
      Schedules schedules,
      MemoryWakeStore wake,
      Settling settling,
      LocalQueues queues,
      Sandbox sandbox,
      AgroalDataSource pool,
      StarterData starterData) {
    this.clock = clock;
    this.schedules = schedules;
    this.wake = wake;
    this.settling = settling;
    this.queues = queues;
    this.sandbox = sandbox;
    this.pool = pool;
    this.starterData = starterData;
  }

  void run(boolean keepClock) {
    schedules.takeOver();
    try {
      // What is under way would write into tables that go away under it.
      settling.settle(SETTLE_WITHIN);
      queues.clear();
      sandbox.reset();
      HostParts.current().database().empty();
      // Statements prepared on the old tables are of no use.
      pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
      if (!keepClock) {
        clock.backToReal();
      }
      schedules.restart();
      wake.forget();
      starterData.load();
    } finally {
      schedules.giveBack();
    }
  }
}
