package dev.freehold.lambda.wake;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What a call that may write holds before it does: while it is held, every schedule looks at every
 * slot, and once more after it. Never taken inside a transaction, since it asks another service.
 */
@ApplicationScoped
public class WakeLease {

  /** Between the end of a call that uses up its time and the end of its lease; clocks differ. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final WakeStore store;
  private final WakeConfig config;
  private final Clock clock;

  WakeLease(WakeStore store, WakeConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Before the first transaction of what may write.
   *
   * @param limit the longest that the call may last
   * @return false when the store is away: the call goes on, and only should it die between commit
   *     and sending does its message wait for the next look
   */
  public boolean hold(Duration limit) {
    Duration half = config.awake().dividedBy(2);
    Duration least = limit.plus(MARGIN);
    Instant atLeast = clock.instant().plus(least.compareTo(half) > 0 ? least : half);
    try {
      store.hold(atLeast, atLeast.plus(half));
      return true;
    } catch (WakeStoreAway away) {
      Log.warnf("schedules were not told of a write: %s", away.getMessage());
      return false;
    }
  }
}
