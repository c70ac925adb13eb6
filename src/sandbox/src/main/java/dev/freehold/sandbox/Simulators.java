package dev.freehold.sandbox;

import dev.freehold.sandbox.stripe.StripeSimulator;
import java.util.List;

/** All simulators there are; each addition stands here once. */
public final class Simulators {

  private Simulators() {}

  public static List<Simulator.Factory> all() {
    return List.of(StripeSimulator::new);
  }
}
