package dev.freehold.local.queue;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message of one queue. Guarded by its queue's lock. */
final class QueuedMessage {

  final String id;
  final String body;
  final Instant sentAt;
  Instant dueAt;
  int receives;

  /** The handle of the newest delivery; an older one deletes nothing. */
  @Nullable String receipt;

  /** While in flight: not handed out again before. */
  @Nullable Instant hiddenUntil;

  /** A reader works on it just now. */
  boolean isHeld;

  QueuedMessage(String id, String body, Instant sentAt, Instant dueAt, int receives) {
    this.id = id;
    this.body = body;
    this.sentAt = sentAt;
    this.dueAt = dueAt;
    this.receives = receives;
  }

  static QueuedMessage sent(String body, Instant now, Instant dueAt) {
    return new QueuedMessage(UUID.randomUUID().toString(), body, now, dueAt, 0);
  }

  boolean isDelayed(Instant now) {
    return hiddenUntil == null && dueAt.isAfter(now);
  }

  boolean isInFlight(Instant now) {
    return hiddenUntil != null && hiddenUntil.isAfter(now);
  }

  boolean isVisible(Instant now) {
    return !isDelayed(now) && !isInFlight(now);
  }
}
