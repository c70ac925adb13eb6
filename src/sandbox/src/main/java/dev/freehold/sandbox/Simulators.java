package dev.freehold.sandbox;

import java.util.List;

/** All simulators there are; each addition stands here once. */
public final class Simulators {

  private Simulators() {}

  public static List<Simulator.Factory> all() {
    return List.of();
  }
}
