package dev.freehold.kernel.edge;

/**
 * Told when a call comes to a point at which it matters whether the function goes on living. The
 * sandbox lets functions die there; anywhere else nobody listens.
 */
public interface CrashPoints {

  /** Where a function may die. */
  enum Point {
    /** Everything is written, nothing is committed. */
    BEFORE_COMMIT,
    /** Committed, no message handed over. */
    AFTER_COMMIT,
    /** Messages handed over, not yet marked. */
    AFTER_SEND
  }

  /** Returns, or ends the call by throwing an {@link Error}, which nothing here catches. */
  void reached(String operation, Point point);
}
