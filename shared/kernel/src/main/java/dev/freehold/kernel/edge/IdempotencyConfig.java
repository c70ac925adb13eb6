package dev.freehold.kernel.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long answers are repeated. */
@ConfigMapping(prefix = "freehold.idempotency")
public interface IdempotencyConfig {

  /** From the answer on. */
  @WithDefault("PT24H")
  Duration retention();

  /** How long a call that reaches outside holds its key before a repeat may go on. */
  @WithDefault("PT1M")
  Duration lease();
}
