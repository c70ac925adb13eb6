package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param keepClock true: the time goes on from where it is
 */
@RegisterForReflection
public record ResetSandbox(@Nullable Boolean keepClock) {

  /** The answer. */
  @RegisterForReflection
  public record Done(Instant now) {}
}
