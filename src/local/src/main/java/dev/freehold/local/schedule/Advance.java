package dev.freehold.local.schedule;

import dev.freehold.lambda.wake.MemoryWakeStore;
import dev.freehold.lambda.wake.ScheduleGate;
import dev.freehold.local.queue.LocalQueues;
import dev.freehold.local.queue.QueueReaders;
import dev.freehold.local.start.MovableClock;
import dev.freehold.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Moves the clock from stop to stop: due times of daily schedules, multiples of the step for hourly
 * ones, what the frequent ones said is due next, due events of simulators, the target.
 */
@ApplicationScoped
public class Advance {

  /** What is under way at one stop has so long, in real time. */
  private static final Duration SETTLE_WITHIN = Duration.ofSeconds(60);

  private final MovableClock clock;
  private final Schedules schedules;
  private final ScheduleGate gate;
  private final MemoryWakeStore wake;
  private final Settling settling;
  private final Sandbox sandbox;
  private final QueueReaders readers;
  private final LocalQueues queues;

  Advance(
      MovableClock clock,
      Schedules schedules,
      ScheduleGate gate,
      MemoryWakeStore wake,
      Settling settling,
      Sandbox sandbox,
      QueueReaders readers,
      LocalQueues queues) {
    this.clock = clock;
    this.schedules = schedules;
    this.gate = gate;
    this.wake = wake;
    this.settling = settling;
    this.sandbox = sandbox;
    this.readers = readers;
    this.queues = queues;
  }

  /** Something threw meanwhile; it stays where a real failure would leave it. */
  public record Failed(String operation, Instant at, String error) {}

  /**
   * @param stops how often the clock was set
   * @param runs of schedules
   * @param messages deliveries
   * @param events things simulators did
   */
  public record Moved(
      Instant from,
      Instant to,
      int stops,
      int runs,
      long messages,
      int events,
      List<Failed> failed) {}

  /**
   * Not to be called twice at once.
   *
   * @param target not before the clock
   * @param step between the runs of hourly schedules
   */
  public Moved to(Instant target, Duration step) {
    ConcurrentLinkedQueue<Failed> failed = new ConcurrentLinkedQueue<>();
    readers.reportFailures(
        Optional.of((operation, e) -> failed.add(failure(operation, clock.instant(), e))));
    schedules.takeOver();
    try {
      return new Journey(target, step, failed).run();
    } finally {
      schedules.giveBack();
      readers.reportFailures(Optional.empty());
    }
  }

  private static Failed failure(String operation, Instant at, Throwable e) {
    return new Failed(operation, at, e.toString());
  }

  /** One advance under way. */
  private final class Journey {

    private final Instant from = clock.instant();
    private final Instant target;
    private final Duration step;
    private final ConcurrentLinkedQueue<Failed> failed;
    private Instant changedAt = from;
    private int stops;
    private int runs;
    private long messages;
    private int events;

    Journey(Instant target, Duration step, ConcurrentLinkedQueue<Failed> failed) {
      this.target = target;
      this.step = step;
      this.failed = failed;
    }

    Moved run() {
      settle(from);
      changedAt = clock.instant();
      wake.settled(changedAt);
      Instant stop = from;
      while (stop.isBefore(target)) {
        stop = next(stop);
        stopAt(stop);
      }
      return new Moved(from, target, stops, runs, messages, events, List.copyOf(failed));
    }

    private Instant next(Instant after) {
      List<Instant> candidates = new ArrayList<>();
      candidates.add(target);
      candidates.add(nextMultiple(after));
      for (Schedule schedule : schedules.all()) {
        if (schedule.cron().isDaily()) {
          schedules.nextSlot(schedule, after).ifPresent(candidates::add);
        } else if (schedule.cron().isFrequent()) {
          nextLook(schedule, after).ifPresent(candidates::add);
        }
      }
      sandbox.nextDueAt().ifPresent(candidates::add);
      return candidates.stream()
          .filter(candidate -> candidate.isAfter(after))
          .min(Instant::compareTo)
          .orElse(target);
    }

    /** The first slot at which the gate is open, as far as is known. */
    private Optional<Instant> nextLook(Schedule schedule, Instant after) {
      Instant opensAt = gate.opensAt(schedule.operation());
      return schedules.nextSlot(schedule, opensAt.isAfter(after) ? opensAt.minusMillis(1) : after);
    }

    private Instant nextMultiple(Instant after) {
      long seconds = Math.max(1, step.toSeconds());
      return Instant.ofEpochSecond((Math.floorDiv(after.getEpochSecond(), seconds) + 1) * seconds);
    }

    private void stopAt(Instant stop) {
      stops++;
      clock.moveTo(stop);
      queues.wake();
      int acted = sandbox.actAt(stop);
      events += acted;
      boolean isHourly =
          stop.equals(target) || Math.floorMod(stop.getEpochSecond(), step.toSeconds()) == 0;
      boolean hasChanged = acted > 0;
      for (Schedule schedule : schedules.all()) {
        if (schedule.cron().isFrequent()) {
          if (!gate.opensAt(schedule.operation()).isAfter(stop)) {
            hasChanged |= run(schedule, stop);
          }
        } else if (schedule.cron().isDaily() || isHourly) {
          hasChanged |= run(schedule, stop);
        }
      }
      hasChanged |= settle(stop);
      if (hasChanged) {
        changedAt = clock.instant();
      }
      // Nothing is under way: nobody need look until what was held for is over.
      wake.settled(changedAt);
    }

    /** True when it found something. */
    private boolean run(Schedule schedule, Instant stop) {
      Optional<Schedules.Ran> ran = schedules.runLatest(schedule, stop);
      if (ran.isEmpty()) {
        return false;
      }
      runs++;
      ran.get().failure().ifPresent(e -> failed.add(failure(schedule.operation(), stop, e)));
      return ran.get().swept().filter(swept -> swept.found() > 0).isPresent();
    }

    private boolean settle(Instant stop) {
      Settling.Settled settled = settling.settle(SETTLE_WITHIN);
      messages += settled.messages();
      events += settled.events();
      if (!settled.isIdle()) {
        failed.add(new Failed("core-settle-sandbox", stop, "not idle after " + SETTLE_WITHIN));
      }
      return settled.messages() > 0 || settled.events() > 0;
    }
  }
}
