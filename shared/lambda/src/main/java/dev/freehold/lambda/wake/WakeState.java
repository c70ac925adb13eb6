package dev.freehold.lambda.wake;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known outside the database, as one schedule reads it.
 *
 * @param awakeUntil until then somebody may write; null = nobody ever said so
 * @param running schedules whose run began and has not come to its end: under way, or dead
 * @param look of the schedule that reads; null = it has not come to an end yet
 */
public record WakeState(@Nullable Instant awakeUntil, Set<String> running, @Nullable Look look) {

  public WakeState {
    running = Set.copyOf(running);
  }

  /** Of an installation, or a store, that remembers nothing. */
  public static WakeState unknown() {
    return new WakeState(null, Set.of(), null);
  }
}
