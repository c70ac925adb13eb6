package dev.freehold.billing.subscription;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether what was bought may be used now. */
final class Usable {

  private Usable() {}

  /**
   * @param graceEndsAt inclusive of no instant: at that very moment the grace is over
   */
  static boolean is(
      SubscriptionStatus status,
      @Nullable Instant suspendedAt,
      @Nullable Instant graceEndsAt,
      Instant now) {
    return status.mayBeUsed()
        && suspendedAt == null
        && (graceEndsAt == null || graceEndsAt.isAfter(now));
  }
}
