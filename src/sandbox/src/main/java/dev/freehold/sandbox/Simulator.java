package dev.freehold.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One outside service. The frame calls every method here inside {@link SimContext#change}: one call
 * at a time, and what it put into the tables of {@link SimContext#open} is on disk before its
 * answer leaves, or undone if it throws.
 */
public interface Simulator {

  /** A short word; unless {@link #service} differs, the service of faults. */
  String name();

  /** The part of the address that belongs to it, such as {@code /stripe}. */
  String prefix();

  /** The word by which faults name it. */
  default String service() {
    return name();
  }

  /** Never null; {@link SimResponse#unknown} for what it does not simulate. */
  SimResponse handle(SimRequest request);

  /** The earliest moment at which it has something to do by itself. */
  default Optional<Instant> nextDueAt() {
    return Optional.empty();
  }

  /**
   * Does what is due at {@code now}. Calls to the outside (webhooks) go into {@link
   * SimContext#after}, since the one called may call back.
   *
   * @return how many things it did
   */
  default int actAt(Instant now) {
    return 0;
  }

  /** Called with empty tables, at the first start and after a reset: makes what is always there. */
  default void seed() {}

  /**
   * An error in the provider's own shape, for faults of kind {@code status}, {@code rate_limit}.
   */
  default SimResponse failure(int status, @Nullable Duration retryAfter) {
    var answer = SimResponse.json(status, SimJson.object().put("message", "fault of the sandbox"));
    return retryAfter == null
        ? answer
        : answer.header("Retry-After", Long.toString(retryAfter.toSeconds()));
  }

  /** Called once at the end; the state needs nothing. */
  default void stop() {}

  /** Makes a simulator when the sandbox starts. */
  @FunctionalInterface
  interface Factory {
    Simulator create(SimContext context);
  }
}
