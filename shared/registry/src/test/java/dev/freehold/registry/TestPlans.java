package dev.freehold.registry;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The shipped plans' limits, by tier alone; billing is above this module. */
@ApplicationScoped
public class TestPlans implements PlanLimits {

  @Override
  public List<Optional<Limits>> of(List<Governed> platforms) {
    return platforms.stream().map(platform -> limits(platform.tier())).toList();
  }

  private static Optional<Limits> limits(String tier) {
    return switch (tier) {
      case "starter" -> Optional.of(new Limits(1L, 3L, 5L));
      case "growth" -> Optional.of(new Limits(3L, 20L, null));
      case "scale" -> Optional.of(new Limits(null, null, null));
      default -> Optional.empty();
    };
  }
}
