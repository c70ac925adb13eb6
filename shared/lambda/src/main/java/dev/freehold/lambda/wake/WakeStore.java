package dev.freehold.lambda.wake;

import java.time.Instant;

/**
 * Where writers say that they write, and schedules what they have seen. Shared by all instances of
 * an installation. Any call may throw {@link WakeStoreAway}.
 */
public interface WakeStore {

  WakeState read(String operation);

  /**
   * Somebody may write until {@code atLeast}; kept is {@code until}, so that not every call has to
   * say it anew. Never shortens what is kept.
   */
  void hold(Instant atLeast, Instant until);

  /** A run begins; until it has come to its end it counts as somebody who may write. */
  void begin(String operation);

  /** The run has come to its end. What a run saw that began later stays. */
  void end(String operation, Look look);
}
