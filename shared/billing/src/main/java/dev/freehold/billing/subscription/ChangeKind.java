package dev.freehold.billing.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be said to have happened to a subscription: the last part of its message's type. */
enum ChangeKind {
  CREATED,
  ACTIVATED,
  RENEWED,
  PLAN_CHANGED,
  CANCEL_SCHEDULED,
  RESUMED,
  CANCELED,
  PAST_DUE,
  SUSPENDED,
  RESTORED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is true of a row at its first sight. */
  static List<ChangeKind> ofNew(Terms row) {
    var kinds = new ArrayList<>(List.of(CREATED));
    if (row.status() == SubscriptionStatus.ACTIVE) {
      kinds.add(ACTIVATED);
    }
    if (row.suspendedAt() != null) {
      kinds.add(SUSPENDED);
    }
    return kinds;
  }

  /** What became of a row, in the order in which it is told. */
  static List<ChangeKind> between(Terms before, Terms after) {
    if (after.status().isEnded()) {
      return before.status().isEnded() ? List.of() : List.of(CANCELED);
    }
    var kinds = new ArrayList<ChangeKind>();
    boolean activated = isActivated(before, after);
    if (!before.planVersionId().equals(after.planVersionId())) {
      kinds.add(PLAN_CHANGED);
    }
    if (activated) {
      kinds.add(ACTIVATED);
    } else if (after.periodStart().isAfter(before.periodStart())) {
      kinds.add(RENEWED);
    }
    addDunning(before, after, kinds);
    addCancellation(before.cancelAt(), after.cancelAt(), kinds);
    if (kinds.isEmpty() && before.status() != after.status()) {
      // Nothing above names it, yet receivers apply the state: unpaid, paused, a trial at Stripe.
      kinds.add(after.status().mayBeUsed() ? RESTORED : PAST_DUE);
    }
    return kinds;
  }

  private static boolean isActivated(Terms before, Terms after) {
    return after.status() == SubscriptionStatus.ACTIVE
        && switch (before.status()) {
          case INCOMPLETE, TRIALING, PAUSED -> true;
          default -> before.provider() != after.provider();
        };
  }

  private static void addDunning(Terms before, Terms after, List<ChangeKind> kinds) {
    if (before.pastDueSince() == null && after.pastDueSince() != null) {
      kinds.add(PAST_DUE);
    }
    if (before.suspendedAt() == null && after.suspendedAt() != null) {
      kinds.add(SUSPENDED);
    }
    boolean lifted = before.suspendedAt() != null && after.suspendedAt() == null;
    boolean paid = before.pastDueSince() != null && after.pastDueSince() == null;
    if (lifted || paid) {
      kinds.add(RESTORED);
    }
  }

  private static void addCancellation(
      @Nullable Instant before, @Nullable Instant after, List<ChangeKind> kinds) {
    if (before == null && after != null) {
      kinds.add(CANCEL_SCHEDULED);
    }
    if (before != null && after == null) {
      kinds.add(RESUMED);
    }
  }
}
