package dev.freehold.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The tests' clock: stands still until moved, in whole milliseconds. */
public class SettableClock extends Clock {

  /** One for all tests of a JVM: those that move it put it back or use ids of their own. */
  private volatile Instant now = Instant.parse("2026-04-01T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void set(Instant instant) {
    now = instant.truncatedTo(ChronoUnit.MILLIS);
  }

  public void advance(Duration by) {
    set(now.plus(by));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  /** Replaces the product's clock wherever this module is on the test class path. */
  static class Producer {
    @Produces
    @ApplicationScoped
    SettableClock settableClock() {
      return new SettableClock();
    }
  }
}
