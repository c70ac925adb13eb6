package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * @param stops how often the clock was set
 * @param runs of schedules
 * @param messages deliveries from queues
 * @param events things simulators did
 */
@RegisterForReflection
public record AdvancedView(
    Instant from, Instant to, int stops, int runs, long messages, int events, List<Failed> failed) {

  /** Something threw meanwhile; it stays where a real failure would leave it. */
  @RegisterForReflection
  public record Failed(String operation, Instant at, String error) {}
}
