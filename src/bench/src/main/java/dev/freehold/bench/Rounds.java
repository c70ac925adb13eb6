package dev.freehold.bench;

import dev.freehold.bench.baseline.Baseline;
import dev.freehold.bench.baseline.Recorder;
import dev.freehold.bench.baseline.Script;
import dev.freehold.bench.workload.Numbers;
import dev.freehold.bench.workload.Rows;
import dev.freehold.bench.workload.Workload;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Warms each workload up, records its statements, and measures it and them in turns. Both sides of
 * a round do the same number of runs, one at a time, on rows of their own; who begins alternates.
 */
@ApplicationScoped
public class Rounds {

  private static final double NANOS = 1e9;
  private static final double WARM_UP_SHARE = 0.25;
  private static final int FEWEST_WARM_RUNS = 20;

  private final Recorder recorder;
  private final Rows rows;
  private final AtomicLong next = new AtomicLong(Numbers.BASE + 1);

  Rounds(Recorder recorder, Rows rows) {
    this.recorder = recorder;
    this.rows = rows;
  }

  /** A workload that is warm. */
  private record Ready(Workload workload, Script script, int runs, Measured measured) {}

  /**
   * @param progress told of each step
   */
  public List<Measured> run(
      List<Workload> workloads, Baseline baseline, BenchOptions options, Progress progress) {
    double each = (double) options.seconds() / workloads.size();
    double slice = each * (1 - WARM_UP_SHARE) / (2 * options.rounds());
    var ready = new ArrayList<Ready>();
    for (Workload workload : workloads) {
      progress.say("warming up: " + workload.title());
      ready.add(warm(workload, each * WARM_UP_SHARE, slice));
    }
    rows.update("ANALYZE");
    for (int round = 1; round <= options.rounds(); round++) {
      progress.say("round %d of %d".formatted(round, options.rounds()));
      for (Ready one : ready) {
        measure(one, baseline, round % 2 == 0);
      }
    }
    return ready.stream().map(Ready::measured).toList();
  }

  /** Told what happens now. */
  public interface Progress {
    void say(String line);
  }

  private Ready warm(Workload workload, double seconds, double slice) {
    double spent = 0;
    double known = 0;
    int warm = 0;
    int chunk = 1;
    int biggest = 0;
    int fewest = workload.mostRuns() == 1 ? 2 : FEWEST_WARM_RUNS;
    while (spent < seconds || warm < fewest) {
      Numbers numbers = take(chunk);
      workload.arrange(numbers);
      double took = ours(workload, numbers, null);
      spent += took * chunk;
      warm += chunk;
      if (chunk >= biggest) {
        biggest = chunk;
        known = took;
      }
      int wanted = (int) Math.max(1, Math.min((seconds - spent) / 2 / known, 2.0 * chunk));
      chunk = Math.min(workload.mostRuns(), wanted);
    }
    Script script = recorder.record(workload, take(2));
    int runs = (int) Math.clamp(Math.round(slice / known), 1, workload.mostRuns());
    return new Ready(workload, script, runs, new Measured(workload.title(), script.size()));
  }

  private void measure(Ready one, Baseline baseline, boolean oursLast) {
    Workload workload = one.workload();
    Numbers numbers = take(one.runs());
    Numbers again = take(one.runs());
    double ours = 0;
    if (!oursLast) {
      ours = checked(workload, numbers, () -> ours(workload, numbers, one.measured()));
    }
    double theirs = checked(workload, again, () -> baseline.run(one.script(), again));
    if (oursLast) {
      ours = checked(workload, numbers, () -> ours(workload, numbers, one.measured()));
    }
    one.measured().round(ours / workload.itemsPerRun(), theirs / workload.itemsPerRun());
  }

  /** Arranged, measured, and seen to have done what it should. */
  private double checked(Workload workload, Numbers numbers, Supplier<Double> work) {
    workload.arrange(numbers);
    long before = effect(workload);
    double seconds = work.get();
    long done = effect(workload) - before;
    long expected =
        workload.effect().isEmpty() ? 0 : (long) workload.effectPerRun() * numbers.count();
    if (done != expected) {
      throw new IllegalStateException(
          "%s: %d of %d rows are there afterwards".formatted(workload.name(), done, expected));
    }
    return seconds;
  }

  private long effect(Workload workload) {
    return workload.effect().isEmpty() ? 0 : rows.count(workload.effect());
  }

  private static double ours(
      Workload workload, Numbers numbers, @org.jspecify.annotations.Nullable Measured measured) {
    long began = System.nanoTime();
    long before = began;
    for (long number = numbers.first(); number < numbers.first() + numbers.count(); number++) {
      workload.run(number);
      long after = System.nanoTime();
      if (measured != null) {
        measured.ran((after - before) / NANOS / workload.itemsPerRun());
      }
      before = after;
    }
    return (before - began) / NANOS / numbers.count();
  }

  private Numbers take(int count) {
    return new Numbers(next.getAndAdd(count), count);
  }
}
