package dev.freehold.local.schedule;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When the schedules that fire more often than hourly have something to do, as far as they said.
 * One that has not spoken since something changed runs at its next slot.
 */
final class FrequentSchedules {

  private final Schedules schedules;
  private final Map<String, Optional<Instant>> dueAt = new HashMap<>();

  FrequentSchedules(Schedules schedules) {
    this.schedules = schedules;
  }

  /**
   * @param said what a run answered; empty = nothing is due
   */
  void learn(Schedule schedule, Optional<Instant> said) {
    dueAt.put(schedule.operation(), said);
  }

  /** Something changed: nobody's answer holds any longer. */
  void forget() {
    dueAt.clear();
  }

  /** The earliest slot of any of them that has something to do. */
  Optional<Instant> next(Instant after) {
    return schedules.all().stream()
        .filter(schedule -> schedule.cron().isFrequent())
        .flatMap(schedule -> slot(schedule, after).stream())
        .min(Instant::compareTo);
  }

  boolean isDue(Schedule schedule, Instant now) {
    Optional<Instant> said = dueAt.get(schedule.operation());
    return said == null || said.filter(due -> !due.isAfter(now)).isPresent();
  }

  private Optional<Instant> slot(Schedule schedule, Instant after) {
    Optional<Instant> said = dueAt.get(schedule.operation());
    if (said == null) {
      return schedules.nextSlot(schedule, after);
    }
    // A slot at or after the due time, and after what has already run.
    return said.flatMap(
        due -> schedules.nextSlot(schedule, due.isAfter(after) ? due.minusMillis(1) : after));
  }
}
