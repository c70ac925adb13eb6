package dev.freehold.bench.growth;

import dev.freehold.bench.workload.Workload;

/** A workload of the plain benchmark, as it is: the same session, the same keys in each run. */
record OneCaller(Workload workload) implements GrowthCheck {

  @Override
  public String title() {
    return workload.title();
  }

  @Override
  public void run(long number, int organizations) {
    workload.run(number);
  }

  @Override
  public int countedKeys() {
    return workload.effect().isEmpty() ? 0 : workload.effectPerRun();
  }
}
