package dev.freehold.bench.baseline;

import dev.freehold.bench.workload.Numbers;

/** Runs a script without our code, on one connection, its statements prepared. */
public interface Baseline {

  /** For the report. */
  String name();

  /**
   * @return seconds a run took on average, connecting apart
   */
  double run(Script script, Numbers numbers);
}
