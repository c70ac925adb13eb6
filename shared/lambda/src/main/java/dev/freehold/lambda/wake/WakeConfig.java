package dev.freehold.lambda.wake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How schedules let the database sleep; set by who deploys. */
@ConfigMapping(prefix = "freehold.schedule")
public interface WakeConfig {

  /** DynamoDB table that says who writes; without one every slot of every schedule runs. */
  Optional<String> table();

  /** So long schedules keep looking after a write; half of it is the least. */
  @WithDefault("PT5M")
  Duration awake();

  /** Another address of DynamoDB than AWS's. */
  Optional<String> endpoint();
}
