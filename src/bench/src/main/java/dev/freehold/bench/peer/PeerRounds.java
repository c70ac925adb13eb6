package dev.freehold.bench.peer;

import dev.freehold.bench.BenchOptions;
import dev.freehold.bench.Measured;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures each check on both sides in turns; who begins alternates. */
@ApplicationScoped
public class PeerRounds {

  private static final double NANOS = 1e9;
  private static final double WARM_UP_SHARE = 0.25;
  private static final int FEWEST_RUNS = 20;

  private final List<Check> checks;

  PeerRounds(@All List<Check> checks) {
    this.checks = checks;
  }

  /** Of one check: what both sides take warm, so that a round fits its share of the time. */
  private record Ready(Check check, int ours, int theirs, Measured measured) {}

  public List<Measured> run(BetterAuth peer, BenchOptions options, Consumer<String> progress) {
    double each = (double) options.seconds() / checks.size();
    double slice = each * (1 - WARM_UP_SHARE) / (2 * options.rounds());
    var ready = new ArrayList<Ready>();
    for (Check check : checks) {
      progress.accept("warming up: " + check.title());
      double ours = warm(each * WARM_UP_SHARE / 2, runs -> ours(check, runs));
      double theirs = warm(each * WARM_UP_SHARE / 2, runs -> peer.run(check, runs));
      ready.add(
          new Ready(
              check, runs(slice / ours), runs(slice / theirs), new Measured(check.title(), 0)));
    }
    for (int round = 1; round <= options.rounds(); round++) {
      progress.accept("round %d of %d".formatted(round, options.rounds()));
      for (Ready one : ready) {
        boolean oursFirst = round % 2 == 1;
        double early =
            oursFirst ? ours(one.check(), one.ours()) : peer.run(one.check(), one.theirs());
        double late =
            oursFirst ? peer.run(one.check(), one.theirs()) : ours(one.check(), one.ours());
        one.measured().round(oursFirst ? early : late, oursFirst ? late : early);
      }
    }
    return ready.stream().map(Ready::measured).toList();
  }

  /** Seconds of a run of the kind. */
  private interface Side {
    double run(int runs);
  }

  private static double warm(double seconds, Side side) {
    double spent = 0;
    double took = 0;
    int runs = FEWEST_RUNS;
    while (spent < seconds) {
      took = side.run(runs);
      spent += took * runs;
      runs = runs((seconds - spent) / 2 / took);
    }
    return took;
  }

  private static int runs(double wanted) {
    return (int) Math.max(FEWEST_RUNS, wanted);
  }

  private static double ours(Check check, int runs) {
    long began = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      check.run();
    }
    return (System.nanoTime() - began) / NANOS / runs;
  }
}
