package dev.freehold.stacks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Numbers of the catalogue; an installation changes them, no publisher does. */
@ConfigMapping(prefix = "freehold.stacks")
public interface StacksConfig {

  /** A manifest as JSON. */
  @WithDefault("65536")
  int manifestMaxBytes();

  /** A bundle as it is uploaded. */
  @WithDefault("10485760")
  long bundleMaxBytes();

  /** How long an upload's address takes a bundle. */
  @WithDefault("PT15M")
  Duration uploadTtl();
}
