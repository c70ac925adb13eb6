package dev.freehold.kernel.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The runs of schedules. */
@ConfigMapping(prefix = "freehold.runs")
public interface RunsConfig {

  /** How long rows of daily and hourly schedules stay; those of frequent ones stay two days. */
  @WithDefault("P90D")
  Duration retention();

  /** A run without an end for so long is taken for dead. */
  @WithDefault("PT5M")
  Duration lease();
}
