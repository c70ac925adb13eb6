package dev.freehold.registry;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What plans allow. The limits live in billing alone, which makes this. */
public interface PlanLimits {

  /**
   * A platform whose plan is asked for.
   *
   * @param platformId null for one about to be made
   * @param tier code of a platform plan
   */
  record Governed(@Nullable UUID platformId, String tier) {}

  /** Limits of one plan version; null is unlimited, zero denies. */
  record Limits(@Nullable Long platforms, @Nullable Long tenants, @Nullable Long features) {}

  /**
   * The limits of the plan version that governs the platform's live subscription, else of the
   * current version of the platform plan with the tier's code.
   *
   * @return one for each question in its order; empty when there is neither
   */
  List<Optional<Limits>> of(List<Governed> platforms);
}
