package dev.freehold.bench.growth;

/** One operation that is measured in a small database and in a grown one. */
interface GrowthCheck {

  /** For the report. */
  String title();

  /**
   * The operation, whole, as its trigger calls it.
   *
   * @param number another one for each run
   * @param organizations how many of the crowd are there to choose from
   */
  void run(long number, int organizations);

  /** How many keys a run counts a call of: more or fewer mean that it did something else. */
  default int countedKeys() {
    return 0;
  }
}
