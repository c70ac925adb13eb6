package dev.freehold.local.schedule;

import dev.freehold.kernel.Swept;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.route.FunctionRegistry;
import dev.freehold.local.functions.Catalogue;
import dev.freehold.local.functions.FunctionDied;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Runs each schedule when it is due, once per slot, one at a time. In real time a thread looks
 * twice a second; an advance of the clock takes over meanwhile and runs them itself.
 */
@ApplicationScoped
public class Schedules {

  private static final Logger LOG = Logger.getLogger(Schedules.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  /** How far back the newest slot of a schedule is looked for. */
  private static final Duration LOOK_BACK = Duration.ofDays(2);

  private final FunctionRegistry functions;
  private final Clock clock;
  private final ReentrantLock running = new ReentrantLock();
  private final Map<String, Instant> lastSlot = new HashMap<>();
  private List<Schedule> schedules = List.of();
  private volatile boolean isStopped;

  Schedules(FunctionRegistry functions, Clock clock) {
    this.functions = functions;
    this.clock = clock;
  }

  /**
   * @param isManual only an advance runs anything
   */
  public void start(Catalogue catalogue, boolean isManual) {
    schedules =
        catalogue.of(Catalogue.CRON).stream()
            .filter(operation -> functions.has(operation.name()))
            .map(Schedule::of)
            .toList();
    forgetSlotsUntil(clock.instant());
    if (!isManual) {
      Thread.ofVirtual().name("schedules").start(this::runInRealTime);
    }
  }

  /** Waits for a run under way; nothing is run afterwards. */
  public void stop() {
    isStopped = true;
    try {
      if (running.tryLock(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        running.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the schedules over from real time, until {@link #giveBack}. */
  public void takeOver() {
    running.lock();
  }

  public void giveBack() {
    running.unlock();
  }

  List<Schedule> all() {
    return schedules;
  }

  private void runInRealTime() {
    try {
      while (!isStopped) {
        Thread.sleep(LOOK_EVERY);
        running.lockInterruptibly();
        try {
          Instant now = clock.instant();
          schedules.stream()
              .takeWhile(schedule -> !isStopped)
              .forEach(schedule -> runLatest(schedule, now));
        } finally {
          running.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one run came to. */
  record Ran(Schedule schedule, Optional<Swept> swept, Optional<Throwable> failure) {}

  /** Runs the newest slot up to {@code now} that has not run; empty when there is none. */
  Optional<Ran> runLatest(Schedule schedule, Instant now) {
    Instant last = lastSlot.getOrDefault(schedule.operation(), Instant.EPOCH);
    Instant bound = now.minus(LOOK_BACK);
    Optional<Instant> slot =
        schedule
            .cron()
            .latest(now, last.isAfter(bound) ? last : bound)
            .filter(due -> due.isAfter(last));
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    lastSlot.put(schedule.operation(), slot.get());
    try {
      Object answer = functions.call(schedule.operation(), new Tick(slot.get()));
      return Optional.of(
          new Ran(
              schedule,
              answer instanceof Swept swept ? Optional.of(swept) : Optional.empty(),
              Optional.empty()));
    } catch (RuntimeException | FunctionDied e) {
      // Logged by the edge and kept in core.runs.
      LOG.debugf(e, "%s failed", schedule.operation());
      return Optional.of(new Ran(schedule, Optional.empty(), Optional.of(e)));
    }
  }

  /** The first slot of {@code schedule} that may still run. */
  Optional<Instant> nextSlot(Schedule schedule, Instant after) {
    Instant last = lastSlot.getOrDefault(schedule.operation(), after);
    return schedule.cron().next(last.isAfter(after) ? last : after);
  }

  /** The clock was set back: what was due before now is not run any more. */
  public void restart() {
    forgetSlotsUntil(clock.instant());
  }

  private void forgetSlotsUntil(Instant moment) {
    lastSlot.clear();
    schedules.forEach(schedule -> lastSlot.put(schedule.operation(), moment));
  }
}
