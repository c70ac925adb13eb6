package dev.freehold.billing.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event did, and to whom. */
record EventEffect(
    EventOutcome outcome, @Nullable UUID organizationId, @Nullable UUID subscriptionId) {

  static EventEffect of(EventOutcome outcome) {
    return new EventEffect(outcome, null, null);
  }
}
