package dev.freehold.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** Numbers of the registry; an installation changes them, no customer does. */
@ConfigMapping(prefix = "freehold.registry")
public interface RegistryConfig {

  /** Slugs nobody may have, since Freehold's own hostnames use them. */
  @WithDefault("admin,api,app,auth,console,default,docs,status,support,www")
  Set<String> reservedSlugs();

  /** Onboarding. */
  Onboarding onboarding();

  /** How long what has ended is kept. */
  Retention retention();

  /** A customer's way to an active platform. */
  interface Onboarding {

    /** A session lives that long after its start and after each resume. */
    @WithDefault("PT72H")
    Duration ttl();

    /** No resume lengthens a session beyond this after its start. */
    @WithDefault("P14D")
    Duration maxAge();

    /** Resumes of one session; the table holds ten at most. */
    @WithDefault("10")
    int maxResumes();

    /** Whether the job waits until the platform has a usable subscription. */
    @WithDefault("false")
    boolean requireSubscription();
  }

  /** How long what has ended is kept. */
  interface Retention {

    /** From the cancellation of a platform to its deprovisioning. */
    @WithDefault("P30D")
    Duration cancelled();
  }
}
