package dev.freehold.bench.workload;

/** One operation that can be run again and again, each time with a number of its own. */
public interface Workload {

  /** For {@code --only}. */
  String name();

  /** For the report. */
  String title();

  /** What one run handles: 1, or so many messages. */
  default int itemsPerRun() {
    return 1;
  }

  /** The most runs that may be arranged at once. */
  default int mostRuns() {
    return 20_000;
  }

  /** Makes the rows that the runs need, and nothing that is measured. */
  void arrange(Numbers numbers);

  /** The operation, whole, as its trigger calls it. */
  void run(long number);

  /** A count of what runs leave behind, to see that they did; empty = they leave nothing. */
  default String effect() {
    return "";
  }

  /** How much the count grows with one run. */
  default int effectPerRun() {
    return itemsPerRun();
  }
}
