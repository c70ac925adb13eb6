package dev.freehold.provisioning.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which step a rollback comes to next: from the highest ordinal down, one at a time. */
public final class RollbackRule {

  /**
   * @param atOnce steps that are compensated without a call
   * @param next the one to be undone now; null = the rollback is over
   */
  public record Next(List<Step> atOnce, @Nullable Step next) {}

  private RollbackRule() {}

  public static Next next(List<Step> steps) {
    var atOnce = new ArrayList<Step>();
    var open =
        steps.stream()
            .filter(RollbackRule::isOpen)
            .sorted(Comparator.comparingInt(Step::ordinal).reversed())
            .toList();
    for (Step step : open) {
      // What was there before the job stays.
      if (step.kind().hasCompensation() && !step.input().wasThere()) {
        return new Next(List.copyOf(atOnce), step);
      }
      atOnce.add(step);
    }
    return new Next(List.copyOf(atOnce), null);
  }

  private static boolean isOpen(Step step) {
    return step.wasBegun()
        && switch (step.status()) {
          case SUCCEEDED, FAILED, WAITING, PENDING, RUNNING -> true;
          case SKIPPED, COMPENSATING, COMPENSATED, COMPENSATION_FAILED -> false;
        };
  }
}
