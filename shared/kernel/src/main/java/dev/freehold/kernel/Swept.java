package dev.freehold.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule's run did.
 *
 * @param found how many things were due
 * @param more true when the limit cut the run short; the next run goes on
 * @param nextDueAt when the next thing is due, for schedules more frequent than hourly; null =
 *     nothing lies ahead, so that nobody looks until somebody writes: a wrong null is a stuck job
 */
@RegisterForReflection
public record Swept(int found, boolean more, @Nullable Instant nextDueAt) {

  public static Swept of(int found, int limit) {
    return new Swept(found, found >= limit, null);
  }
}
