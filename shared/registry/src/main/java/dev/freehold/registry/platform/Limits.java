package dev.freehold.registry.platform;

import dev.freehold.registry.PlanLimits;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How many of a thing plans allow together. */
final class Limits {

  private Limits() {}

  /**
   * The most generous limit of live platforms decides.
   *
   * @param plans of all live platforms of the organization and the new one; not empty
   * @return null = unlimited
   */
  static @Nullable Long platforms(Collection<PlanLimits.Limits> plans) {
    long most = 0;
    for (var plan : plans) {
      Long limit = plan.platforms();
      if (limit == null) {
        return null;
      }
      most = Math.max(most, limit);
    }
    return most;
  }
}
