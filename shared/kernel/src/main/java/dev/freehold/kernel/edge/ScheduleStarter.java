package dev.freehold.kernel.edge;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sets a schedule's function going beside its schedule; returns before the function ends. */
public interface ScheduleStarter {

  /**
   * @param operation a function with a schedule
   * @param startedBy the operator, null for the system
   */
  void start(String operation, Instant scheduledAt, @Nullable UUID startedBy);
}
