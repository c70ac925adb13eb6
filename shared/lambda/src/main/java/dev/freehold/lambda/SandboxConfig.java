package dev.freehold.lambda;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The simulators of the local host. */
@ConfigMapping(prefix = "freehold.sandbox")
public interface SandboxConfig {

  /**
   * Opens the operations below {@code /v1/sandbox}; refused where the environment is production.
   */
  @WithDefault("false")
  boolean enabled();

  /** Loopback port of the simulators. */
  @WithDefault("8090")
  int port();

  /** Loopback port of the mail server. */
  @WithDefault("8025")
  int smtpPort();
}
