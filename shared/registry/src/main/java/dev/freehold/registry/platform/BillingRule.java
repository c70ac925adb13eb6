package dev.freehold.registry.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a state of billing's changes of a platform, and which states come too late. */
final class BillingRule {

  private BillingRule() {}

  /** A newer subscription, or a newer state of the same one: any order of arrival ends alike. */
  static boolean isNews(
      @Nullable UUID appliedId, @Nullable Integer appliedVersion, SubscriptionState state) {
    if (appliedId == null || appliedVersion == null) {
      return true;
    }
    int age = compare(state.id(), appliedId);
    return age > 0 || age == 0 && state.version() > appliedVersion;
  }

  /**
   * UUID version 7 in the order they were made: as unsigned numbers, unlike {@link UUID#compareTo}.
   */
  static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  /** What of the cancellation a state is allowed to say. */
  enum Cancellation {
    /** Something else was asked here and billing has not answered yet. */
    KEEP,
    SET,
    CLEAR
  }

  static Cancellation cancellation(@Nullable CancellationIntent intent, SubscriptionState state) {
    boolean ends = state.cancelAt() != null;
    return switch (intent) {
      case CANCEL -> ends ? Cancellation.SET : Cancellation.KEEP;
      case UNDO -> ends ? Cancellation.KEEP : Cancellation.CLEAR;
      case null -> ends ? Cancellation.SET : Cancellation.CLEAR;
    };
  }
}
