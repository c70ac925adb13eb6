package dev.freehold.local.functions;

import dev.freehold.kernel.edge.CrashPoints;
import dev.freehold.sandbox.Faults;
import dev.freehold.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Lets functions die where the sandbox says: faults of service {@code function}. */
@ApplicationScoped
class FunctionFaults implements CrashPoints {

  private final Faults faults;

  FunctionFaults(Sandbox sandbox) {
    faults = sandbox.faults();
  }

  @Override
  public void reached(String operation, Point point) {
    String word = point.name().toLowerCase(Locale.ROOT);
    faults
        .strike(Faults.Occasion.ofOperation("function", operation, word))
        .ifPresent(
            fault -> {
              throw new FunctionDied(operation, word);
            });
  }
}
