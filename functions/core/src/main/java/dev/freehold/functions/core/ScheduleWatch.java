package dev.freehold.functions.core;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.edge.Runs;
import dev.freehold.kernel.edge.ScheduleStarter;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.Metrics;
import dev.freehold.lambda.catalogue.FunctionCatalogue;
import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.schedule.CronExpression;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sees to it that a daily schedule's newest slot is worked, even when its trigger was lost. */
@ApplicationScoped
class ScheduleWatch {

  /** So long a slot has to be completed by itself. */
  private static final Duration GRACE = Duration.ofHours(1);

  private static final Duration LOOK_BACK = Duration.ofDays(2);

  private final Runs runs;
  private final Transactions transactions;
  private final FunctionCatalogue catalogue;
  private final ScheduleStarter starter;
  private final Outbox outbox;
  private final Clock clock;
  private final Metrics metrics;

  ScheduleWatch(
      Runs runs,
      Transactions transactions,
      FunctionCatalogue catalogue,
      ScheduleStarter starter,
      Outbox outbox,
      Clock clock,
      Metrics metrics) {
    this.runs = runs;
    this.transactions = transactions;
    this.catalogue = catalogue;
    this.starter = starter;
    this.outbox = outbox;
    this.clock = clock;
    this.metrics = metrics;
  }

  private record Slot(String operation, Instant scheduledAt) {}

  Swept watch() {
    Instant now = clock.instant();
    Optional<Instant> began = runs.firstAt();
    if (began.isEmpty()) {
      return new Swept(0, false, nextDueAt(now));
    }
    List<Slot> missed =
        daily().stream()
            .map(function -> slot(function, now))
            .flatMap(Optional::stream)
            // An installation missed nothing before it was there.
            .filter(slot -> slot.scheduledAt().isAfter(began.get()))
            .filter(slot -> !runs.isCompleted(slot.operation(), slot.scheduledAt()))
            .toList();
    for (Slot slot : missed) {
      starter.start(slot.operation(), slot.scheduledAt(), null);
      transactions.requiresNew(
          () ->
              outbox.send(
                  Message.event("core.schedule.missed")
                      .data(
                          Map.of(
                              "operation", slot.operation(),
                              "scheduledAt", slot.scheduledAt()))));
    }
    metrics.gauge(Metric.SCHEDULE_MISSED, missed.size());
    // A slot that was just started may be missed once more.
    return new Swept(missed.size(), false, missed.isEmpty() ? nextDueAt(now) : now);
  }

  /** When the next daily slot should have been worked; it stands in no table. */
  private @Nullable Instant nextDueAt(Instant now) {
    return daily().stream()
        .map(function -> CronExpression.parse(schedule(function)).next(now.minus(GRACE)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(slot -> slot.plus(GRACE))
        .orElse(null);
  }

  /** Operations that fire more often than hourly. */
  List<String> frequent() {
    return schedules().stream()
        .filter(f -> CronExpression.parse(schedule(f)).isFrequent())
        .map(FunctionEntry::name)
        .toList();
  }

  private List<FunctionEntry> schedules() {
    return catalogue.functions().stream().filter(f -> f.trigger().equals("cron")).toList();
  }

  private List<FunctionEntry> daily() {
    return schedules().stream().filter(f -> CronExpression.parse(schedule(f)).isDaily()).toList();
  }

  private static String schedule(FunctionEntry function) {
    return Objects.requireNonNull(function.schedule());
  }

  private static Optional<Slot> slot(FunctionEntry function, Instant now) {
    return CronExpression.parse(schedule(function))
        .latest(now.minus(GRACE), now.minus(LOOK_BACK))
        .map(due -> new Slot(function.name(), due));
  }
}
