package dev.freehold.kernel.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Metrics; set by who deploys. */
@ConfigMapping(prefix = "freehold.metrics")
public interface MetricsConfig {

  /**
   * Keep every metric of a call per operation too: about 0.30 USD a month for each metric of each
   * operation in use. Without it these figures are read from the log lines.
   */
  @WithDefault("false")
  boolean byOperation();
}
