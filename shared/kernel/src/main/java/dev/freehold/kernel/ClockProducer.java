package dev.freehold.kernel;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The only place that reads the system clock. Tests and the local host replace this bean. */
class ClockProducer {

  /** Whole milliseconds: what HTTP shows and what the audit hashes. */
  @Produces
  @DefaultBean
  @ApplicationScoped
  Clock clock() {
    return Clock.tickMillis(java.time.ZoneOffset.UTC);
  }
}
