package dev.freehold.provisioning.step;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The calls and the time of one attempt, in real time: the product's clock may jump, work cannot.
 */
final class StepAllowance implements Supplier<Duration> {

  /** The calls or the time are used up; what is done so far is found again by the next attempt. */
  static final class UsedUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean time;

    UsedUp(String message, boolean time) {
      super(message, null, false, false);
      this.time = time;
    }

    /** It was the time and not the calls: an attempt like any other that took too long. */
    boolean isTime() {
      return time;
    }
  }

  private final Duration perCall;
  private final long endNanos;
  private int calls;

  StepAllowance(int calls, Duration perCall, Duration all) {
    this.calls = calls;
    this.perCall = perCall;
    this.endNanos = System.nanoTime() + all.toNanos();
  }

  @Override
  public Duration get() {
    if (calls == 0) {
      throw new UsedUp("the attempt has made all calls it took", false);
    }
    calls--;
    Duration left = Duration.ofNanos(endNanos - System.nanoTime());
    if (!left.isPositive()) {
      throw new UsedUp("the attempt has used its time", true);
    }
    return left.compareTo(perCall) < 0 ? left : perCall;
  }
}
