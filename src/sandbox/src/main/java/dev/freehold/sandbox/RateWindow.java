package dev.freehold.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** At most so many calls in any window of time; not kept over a restart. */
public final class RateWindow {

  private final int calls;
  private final Duration window;
  private final Deque<Instant> taken = new ArrayDeque<>();

  public RateWindow(int calls, Duration window) {
    this.calls = calls;
    this.window = window;
  }

  /** Empty = counted; else how long to wait, in whole seconds, and nothing was counted. */
  public Optional<Duration> take(Instant now) {
    Instant from = now.minus(window);
    while (!taken.isEmpty() && !taken.getFirst().isAfter(from)) {
      taken.removeFirst();
    }
    if (taken.size() < calls) {
      taken.addLast(now);
      return Optional.empty();
    }
    var wait = Duration.between(from, taken.getFirst());
    return Optional.of(Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds())));
  }

  /** How many more there may be now. */
  public int left() {
    return calls - taken.size();
  }

  public void clear() {
    taken.clear();
  }
}
