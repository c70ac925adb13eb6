package dev.freehold.metering;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How usage is collected, and how fast the provider may be asked. */
@ConfigMapping(prefix = "freehold.metering")
public interface MeteringConfig {

  Collect collect();

  Cloudflare cloudflare();

  /** The nightly collection. */
  interface Collect {

    /** Days read again after their first collection, since the provider corrects itself. */
    @WithDefault("3")
    int trailingDays();

    /** Failures of one platform's day until it is given up and operators are told. */
    @WithDefault("10")
    int maxAttempts();
  }

  /** What the provider's analytics allow. */
  interface Cloudflare {

    /**
     * Queries a second per account, on average over five minutes. Cloudflare allows 300 in five
     * minutes. Changed by the operator whose account has another limit.
     */
    @WithDefault("1")
    int maxRps();

    /** Groups a page, 2 to 10,000, the provider's most. */
    @WithDefault("10000")
    int pageSize();

    /** How far back the provider remembers, in whole days; older missed days are lost. */
    @WithDefault("P31D")
    Duration retention();

    /** Where invocations come from. */
    @WithDefault("graphql")
    Invocations invocations();
  }

  /** Source of {@code worker_invocations} and {@code worker_errors}. */
  enum Invocations {
    /** The provider's own counts, by script. */
    GRAPHQL,
    /** Our data points, by platform key. */
    ANALYTICS_ENGINE
  }
}
