package dev.freehold.lambda.wake;

import dev.freehold.kernel.Swept;
import dev.freehold.lambda.schedule.CronExpression;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asked by each run of a schedule before it touches the database. A daily one always passes; of the
 * others those that have something to look at ({@link WakeRule}).
 */
@ApplicationScoped
public class ScheduleGate {

  private final WakeStore store;
  private final WakeLease lease;
  private final Clock clock;

  ScheduleGate(WakeStore store, WakeLease lease, Clock clock) {
    this.store = store;
    this.lease = lease;
    this.clock = clock;
  }

  /**
   * @param limit the longest that the run may last
   * @return empty when there is nothing to look at
   */
  public Optional<Passage> ask(String operation, CronExpression cron, Duration limit) {
    if (cron.isDaily()) {
      lease.hold(limit);
      return Optional.of(new Passage(operation, cron, limit, null));
    }
    Instant now = clock.instant();
    try {
      WakeState state = store.read(operation);
      if (!WakeRule.isOpen(state, now)) {
        return Optional.empty();
      }
      // An earlier run died, or is at work still: what it wrote, others have to see.
      if (state.running().contains(operation) && !lease.hold(limit)) {
        return Optional.of(new Passage(operation, cron, limit, null));
      }
      store.begin(operation);
      return Optional.of(new Passage(operation, cron, limit, now));
    } catch (WakeStoreAway away) {
      Log.warnf(
          "%s looks, since nobody can say whether it has to: %s", operation, away.getMessage());
      return Optional.of(new Passage(operation, cron, limit, null));
    }
  }

  /** From when on the gate is open, as far as is known; long past when it is open now. */
  public Instant opensAt(String operation) {
    return WakeRule.opensAt(store.read(operation));
  }

  /** The right to run once. One that is never completed leaves the gate as it was: open. */
  public final class Passage {

    private final String operation;
    private final CronExpression cron;
    private final Duration limit;

    /** Null = nothing is kept of this run. */
    private final @Nullable Instant began;

    private Passage(
        String operation, CronExpression cron, Duration limit, @Nullable Instant began) {
      this.operation = operation;
      this.cron = cron;
      this.limit = limit;
      this.began = began;
    }

    /**
     * The run has come to its end, and all it did is committed.
     *
     * @param hasWritten something that another schedule may have to look at
     */
    public void completed(Swept swept, boolean hasWritten) {
      if (began == null || (hasWritten && !lease.hold(limit))) {
        return;
      }
      try {
        store.end(operation, new Look(began, dueAt(swept, began)));
      } catch (WakeStoreAway away) {
        Log.warnf("%s will look again: %s", operation, away.getMessage());
      }
    }

    private @Nullable Instant dueAt(Swept swept, Instant began) {
      if (swept.more()) {
        return began;
      }
      // Only a frequent one must say when it is due (kernel page, 8): an hourly one that says
      // nothing has not said that nothing lies ahead.
      return swept.nextDueAt() == null && !cron.isFrequent() ? began : swept.nextDueAt();
    }
  }
}
