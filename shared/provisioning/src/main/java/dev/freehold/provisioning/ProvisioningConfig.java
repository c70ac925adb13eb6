package dev.freehold.provisioning;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** Times and limits of jobs. Changed by operators only; the defaults are provisioning §5.2. */
@ConfigMapping(prefix = "freehold.provisioning")
public interface ProvisioningConfig {

  Backoff backoff();

  /** Tries of a step before its job fails. */
  @WithDefault("8")
  int maxAttempts();

  /** Tries of a compensation before an operator is called. */
  @WithDefault("12")
  int maxCompensationAttempts();

  /** How often a step is put off by limits of the provider before its job fails. */
  @WithDefault("200")
  int maxDeferrals();

  Timeout timeout();

  Deadline deadline();

  Build build();

  Console console();

  Ssl ssl();

  /** The key that generated secrets are derived from, 32 bytes in base64, from the secret store. */
  Optional<String> secretMasterKey();

  /** The wait between tries: {@code min(cap, base · 2ⁿ⁻¹)}, the half of it at random. */
  interface Backoff {
    @WithDefault("PT5S")
    Duration base();

    @WithDefault("PT300S")
    Duration cap();
  }

  /** Ends of things that must lie within each other; the start fails when they do not. */
  interface Timeout {
    /** One call to a provider. */
    @WithDefault("PT15S")
    Duration call();

    /** All calls of one step. */
    @WithDefault("PT50S")
    Duration step();

    /** The function that runs a step. */
    @WithDefault("PT60S")
    Duration function();

    /** How long a step belongs to the function that claimed it. */
    @WithDefault("PT90S")
    Duration lease();

    /** How long the queue hides a message that is worked on. */
    @WithDefault("PT360S")
    Duration visibility();
  }

  /** How long a job may run, and how long it may wait for others. */
  interface Deadline {
    @WithName("provision_platform")
    @WithDefault("PT45M")
    Duration provisionPlatform();

    @WithDefault("PT24H")
    Duration pending();
  }

  /** Builds of consoles. */
  interface Build {
    @WithDefault("PT20S")
    Duration poll();

    @WithName("wait")
    @WithDefault("PT15M")
    Duration giveUp();
  }

  /** Whether platforms get a console: a repository and Pages projects. */
  interface Console {
    @WithDefault("true")
    boolean enabled();
  }

  /** Certificates: how often they are looked at, and for how long (registry §5.5). */
  interface Ssl {
    @WithDefault("PT15M")
    Duration interval();

    /** Rows a run. */
    @WithDefault("200")
    int batch();

    @WithDefault("P7D")
    Duration giveUp();

    /** Between looks at custom domains that are active. */
    @WithDefault("P7D")
    Duration recheck();
  }
}
