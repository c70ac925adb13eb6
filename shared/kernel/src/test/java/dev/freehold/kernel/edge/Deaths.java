package dev.freehold.kernel.edge;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Lets the call of one operation die at one point, as the sandbox does with a function. */
@ApplicationScoped
public class Deaths implements CrashPoints {

  /** What no code of ours catches. */
  public static final class Died extends Error {
    Died(String operation, Point point) {
      super(operation + " dies " + point);
    }
  }

  private record Death(String operation, Point point) {}

  private volatile @Nullable Death next;

  public void next(String operation, Point point) {
    next = new Death(operation, point);
  }

  @Override
  public void reached(String operation, Point point) {
    if (new Death(operation, point).equals(next)) {
      next = null;
      throw new Died(operation, point);
    }
  }
}
