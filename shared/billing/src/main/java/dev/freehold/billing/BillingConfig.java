package dev.freehold.billing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Numbers of billing that an installation may set. */
@ConfigMapping(prefix = "freehold.billing")
public interface BillingConfig {

  Checkout checkout();

  Credits credits();

  Trial trial();

  Dunning dunning();

  Events events();

  /** Buying. */
  interface Checkout {

    /** How long a checkout can be completed. */
    @WithDefault("PT1H")
    Duration ttl();

    /** Origins a return URL may have; without any, the console's. */
    Optional<List<URI>> allowedOrigins();
  }

  /** Credits bought in a freely chosen amount. */
  interface Credits {

    /** Minor units per credit. */
    @WithDefault("1")
    long unitAmount();

    /** Least number of credits. */
    @WithDefault("1000")
    long minimum();
  }

  /** Trials. */
  interface Trial {

    /** One trial per organization and kind of plan; asked again, it starts without. */
    @WithDefault("true")
    boolean once();
  }

  /** What follows a failed payment. */
  interface Dunning {

    /** How long everything goes on working after the first failed payment. */
    @WithDefault("P7D")
    Duration grace();
  }

  /** Processing of received events. */
  interface Events {

    /** After so many failed attempts an event is dead. */
    @WithDefault("10")
    int maxAttempts();

    /** A claim older than this counts as crashed. */
    @WithDefault("PT5M")
    Duration claimTimeout();
  }
}
