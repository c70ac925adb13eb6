package dev.freehold.provisioning;

import dev.freehold.registry.PlanLimits;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Stands in for billing, which is above: everything is allowed. */
@ApplicationScoped
public class UnlimitedPlans implements PlanLimits {

  @Override
  public List<Optional<Limits>> of(List<Governed> platforms) {
    return platforms.stream().map(one -> Optional.of(new Limits(null, null, null))).toList();
  }
}
