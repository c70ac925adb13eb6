package dev.freehold.provisioning.step;

import dev.freehold.provisioning.job.StepKind;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The one action of each kind of step. */
@ApplicationScoped
public class StepActions {

  private final Map<StepKind, StepAction> actions = new EnumMap<>(StepKind.class);

  StepActions(@All List<StepAction> all) {
    for (StepAction action : all) {
      if (actions.put(action.kind(), action) != null) {
        throw new IllegalStateException("two actions for " + action.kind());
      }
    }
    for (StepKind kind : StepKind.values()) {
      if (!actions.containsKey(kind)) {
        throw new IllegalStateException("no action for " + kind);
      }
    }
  }

  StepAction of(StepKind kind) {
    StepAction action = actions.get(kind);
    if (action == null) {
      throw new IllegalStateException("no action for " + kind);
    }
    return action;
  }
}
