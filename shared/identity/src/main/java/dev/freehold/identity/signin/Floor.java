package dev.freehold.identity.signin;

import dev.freehold.kernel.Call;
import java.time.Duration;

/**
 * The earliest moment of an answer, so that its time tells nothing. Measured on the machine's own
 * counter: the product's clock may stand still. The edge waits for it once the call's messages are
 * handed over, for whoever has no account causes none.
 */
public final class Floor {

  private final long untilNanos;

  private Floor(long untilNanos) {
    this.untilNanos = untilNanos;
  }

  public static Floor from(Duration length) {
    return new Floor(System.nanoTime() + length.toNanos());
  }

  /** Holds the answer of the call under way. */
  public void hold() {
    Call.current().state().holdAnswerUntil(untilNanos);
  }
}
