package dev.freehold.lambda;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The queue service; set by who deploys. */
@ConfigMapping(prefix = "freehold.queue")
public interface QueueConfig {

  /** {@code sqs}; {@code none} leaves messages in their table (a module's own tests). */
  @WithDefault("sqs")
  String transport();

  /** Before every queue's name, e.g. {@code production-}. */
  @WithDefault("${freehold.environment}-")
  String prefix();

  /** Deliveries of one message before it is parked. */
  @WithDefault("5")
  int maxReceives();

  /** Another address than AWS's. */
  Optional<String> endpoint();
}
