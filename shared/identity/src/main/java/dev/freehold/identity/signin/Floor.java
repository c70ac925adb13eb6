package dev.freehold.identity.signin;

import java.time.Duration;

/**
 * The earliest moment of an answer, so that its time tells nothing. Measured on the machine's own
 * counter: the product's clock may stand still.
 */
public final class Floor {

  private final long untilNanos;

  private Floor(long untilNanos) {
    this.untilNanos = untilNanos;
  }

  public static Floor from(Duration length) {
    return new Floor(System.nanoTime() + length.toNanos());
  }

  public void await() {
    long left = untilNanos - System.nanoTime();
    if (left <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
