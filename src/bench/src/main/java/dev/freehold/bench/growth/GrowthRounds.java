package dev.freehold.bench.growth;

import dev.freehold.bench.BenchOptions;
import dev.freehold.bench.Measured;
import dev.freehold.bench.Spread;
import dev.freehold.bench.workload.Rows;
import dev.freehold.bench.workload.Workload;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Warms the checks up in a small database, copies it, lets the copy grow, and measures both in
 * turns: each round on both sides with the same number of runs, and who begins alternates. Of a
 * side's runs the one in the middle counts, so that what else the machine does counts little.
 */
@ApplicationScoped
public class GrowthRounds {

  private static final double NANOS = 1e9;
  private static final double WARM_UP_SHARE = 0.25;
  private static final int FEWEST_RUNS = 20;

  /** Of a slice, ahead of it: connections are new after a swap, and their plans are, too. */
  private static final double AGAIN_SHARE = 0.2;

  private static final int FEWEST_AGAIN = 100;

  /** In the order of the report. */
  private static final List<String> KNOWN = List.of("session", "key");

  private final List<GrowthCheck> checks;
  private final Crowd crowd;
  private final Twins twins;
  private final Rows rows;
  private long next = 1;

  GrowthRounds(
      @All List<Workload> workloads,
      AnySession anySession,
      AnyKey anyKey,
      Crowd crowd,
      Twins twins,
      Rows rows) {
    this.checks =
        Stream.concat(
                workloads.stream()
                    .filter(workload -> KNOWN.contains(workload.name()))
                    .sorted(Comparator.comparingInt(workload -> KNOWN.indexOf(workload.name())))
                    .map(OneCaller::new),
                Stream.of(anySession, anyKey))
            .toList();
    this.crowd = crowd;
    this.twins = twins;
    this.rows = rows;
  }

  /**
   * How many organizations there are at first, and how many come on top.
   *
   * @see Crowd
   */
  public record Sizes(int small, int more) {

    int grown() {
      return small + more;
    }
  }

  private record Ready(GrowthCheck check, int runs, Measured measured) {}

  /** What was measured; the first side is the grown database. */
  public List<Measured> run(Sizes sizes, BenchOptions options, Consumer<String> progress) {
    double each = (double) options.seconds() / checks.size();
    double slice = each * (1 - WARM_UP_SHARE) / (2 * options.rounds()) / (1 + AGAIN_SHARE);
    crowd.add(0, sizes.small());
    progress.accept("small: " + Crowd.described(sizes.small()));
    var ready = new ArrayList<Ready>();
    for (GrowthCheck check : checks) {
      progress.accept("warming up: " + check.title());
      double took = warm(check, each * WARM_UP_SHARE, sizes.small());
      ready.add(new Ready(check, runs(slice / took), new Measured(check.title(), 0)));
    }
    prove(sizes.small());
    grow(sizes, progress);
    prove(sizes.grown());
    for (int round = 1; round <= options.rounds(); round++) {
      progress.accept("round %d of %d".formatted(round, options.rounds()));
      // A round begins where the one before ended: after the growth with the grown one.
      boolean grownFirst = round % 2 == 1;
      double[] early = side(ready, grownFirst ? sizes.grown() : sizes.small());
      twins.swap();
      double[] late = side(ready, grownFirst ? sizes.small() : sizes.grown());
      for (int i = 0; i < ready.size(); i++) {
        ready
            .get(i)
            .measured()
            .round(grownFirst ? early[i] : late[i], grownFirst ? late[i] : early[i]);
      }
    }
    return ready.stream().map(Ready::measured).toList();
  }

  private void grow(Sizes sizes, Consumer<String> progress) {
    twins.copy();
    twins.swap();
    long began = System.nanoTime();
    crowd.add(sizes.small(), sizes.more());
    progress.accept(
        "grown: %s (%.0f s)"
            .formatted(
                Crowd.described(sizes.grown()), (double) (System.nanoTime() - began) / NANOS));
  }

  /** Each check does what it is for: an answer alone would not show that a key was counted. */
  private void prove(int organizations) {
    for (GrowthCheck check : checks) {
      long before = counted();
      run(check, FEWEST_RUNS, organizations);
      long done = counted() - before;
      if (done != (long) check.countedKeys() * FEWEST_RUNS) {
        throw new IllegalStateException(
            "%s: %d calls of keys counted".formatted(check.title(), done));
      }
    }
  }

  private long counted() {
    return rows.count("SELECT coalesce(sum(request_count), 0) FROM identity.api_keys");
  }

  /** Seconds of the middle run of each. */
  private double[] side(List<Ready> ready, int organizations) {
    for (Ready one : ready) {
      int again = (int) Math.max(FEWEST_AGAIN, one.runs() * AGAIN_SHARE);
      run(one.check(), again, organizations);
    }
    double[] took = new double[ready.size()];
    for (int i = 0; i < took.length; i++) {
      Ready one = ready.get(i);
      took[i] = Spread.percentile(run(one.check(), one.runs(), organizations), 0.5);
    }
    return took;
  }

  private double warm(GrowthCheck check, double seconds, int organizations) {
    double spent = 0;
    double took = 0;
    int runs = FEWEST_RUNS;
    while (spent < seconds) {
      double all = sum(run(check, runs, organizations));
      took = all / runs;
      spent += all;
      runs = runs(Math.min((seconds - spent) / 2 / took, 2.0 * runs));
    }
    return took;
  }

  private static int runs(double wanted) {
    return (int) Math.max(FEWEST_RUNS, wanted);
  }

  /** Seconds of each run. */
  private List<Double> run(GrowthCheck check, int runs, int organizations) {
    var took = new ArrayList<Double>(runs);
    long before = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      check.run(next++, organizations);
      long after = System.nanoTime();
      took.add((after - before) / NANOS);
      before = after;
    }
    return took;
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }
}
