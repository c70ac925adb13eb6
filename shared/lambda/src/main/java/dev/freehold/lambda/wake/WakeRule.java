package dev.freehold.lambda.wake;

import java.time.Duration;
import java.time.Instant;

/**
 * When a schedule has to look. Whatever is unknown means: look. A wrong "not yet" is a stuck job, a
 * wrong "now" costs one look.
 */
final class WakeRule {

  /** Even when nobody wrote and nothing is due: what was overlooked is found within a day. */
  static final Duration LOOK_AGAIN = Duration.ofDays(1);

  private WakeRule() {}

  static boolean isOpen(WakeState state, Instant now) {
    Look look = state.look();
    // A look from the future is of a clock that was set back: it says nothing.
    return look == null || look.seenAt().isAfter(now) || !opensAt(state).isAfter(now);
  }

  /** From when on the schedule has to look, as far as is known now. */
  static Instant opensAt(WakeState state) {
    Look look = state.look();
    if (look == null || !state.running().isEmpty()) {
      return Instant.MIN;
    }
    // Not "before": what commits in the millisecond in which a look begins, it may not have seen.
    if (state.awakeUntil() != null && !look.seenAt().isAfter(state.awakeUntil())) {
      return Instant.MIN;
    }
    Instant again = look.seenAt().plus(LOOK_AGAIN);
    return look.dueAt() != null && look.dueAt().isBefore(again) ? look.dueAt() : again;
  }
}
