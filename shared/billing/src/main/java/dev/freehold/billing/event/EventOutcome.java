package dev.freehold.billing.event;

/** What came of a processed event. */
enum EventOutcome {
  APPLIED,
  /** Something newer stood there already. */
  STALE,
  NO_EFFECT,
  /** Of an object that is not ours. */
  FOREIGN,
  LIVEMODE_MISMATCH,
  UNHANDLED_TYPE;

  /** Events that were nothing to us count as ignored, the rest as processed. */
  EventStatus status() {
    return switch (this) {
      case APPLIED, STALE, NO_EFFECT -> EventStatus.PROCESSED;
      case FOREIGN, LIVEMODE_MISMATCH, UNHANDLED_TYPE -> EventStatus.IGNORED;
    };
  }
}
