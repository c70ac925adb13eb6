package dev.freehold.kernel.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages leave; changed by operators of a large installation. */
@ConfigMapping(prefix = "freehold.outbox")
public interface OutboxConfig {

  /** How long the relay leaves a new row to the function that wrote it. */
  @WithDefault("PT30S")
  Duration grace();

  /** Rows the relay takes at a time, 1 to 1000. */
  @WithDefault("500")
  int batch();

  /** Unsent for so long: {@code core.message.stuck}. */
  @WithDefault("PT10M")
  Duration stuckAfter();

  /** How long sent rows stay. */
  @WithDefault("P7D")
  Duration retention();
}
