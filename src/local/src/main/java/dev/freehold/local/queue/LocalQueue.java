package dev.freehold.local.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A standard queue: at least once, oldest first as far as visible, after {@code maxReceives} to its
 * dead letters. Delays and visibility run on the product's clock, waiting for a message does not.
 */
final class LocalQueue {

  /** What all queues share; one lock, since messages move between queues in both directions. */
  record Surroundings(QueueJournal journal, Clock clock, ReentrantLock lock) {}

  /** How long a queue with something hidden sleeps before it looks again. */
  private static final long LOOK_AGAIN_MILLIS = 200;

  final String name;
  final Duration visibility;
  final int maxReceives;
  final @Nullable LocalQueue deadLetters;
  private final Clock clock;
  private final QueueJournal journal;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Map<String, QueuedMessage> messages = new LinkedHashMap<>();

  LocalQueue(
      String name,
      Duration visibility,
      int maxReceives,
      @Nullable LocalQueue deadLetters,
      Surroundings surroundings) {
    this.name = name;
    this.visibility = visibility;
    this.maxReceives = maxReceives;
    this.deadLetters = deadLetters;
    this.journal = surroundings.journal();
    this.clock = surroundings.clock();
    this.lock = surroundings.lock();
    this.changed = lock.newCondition();
  }

  void add(QueuedMessage message, boolean isNew) {
    lock.lock();
    try {
      if (isNew) {
        journal.sent(name, message);
      }
      messages.put(message.id, message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits at most {@code wait} of real time for the first message. */
  List<QueuedMessage> receive(int limit, Duration wait, @Nullable Duration hide)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        List<QueuedMessage> taken = take(limit, hide == null ? visibility : hide);
        long left = deadline - System.nanoTime();
        if (!taken.isEmpty() || left <= 0) {
          return taken;
        }
        long nap = messages.isEmpty() ? left : TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS);
        changed.awaitNanos(Math.min(left, nap));
      }
    } finally {
      lock.unlock();
    }
  }

  private List<QueuedMessage> take(int limit, Duration hide) {
    Instant now = clock.instant();
    List<QueuedMessage> taken = new ArrayList<>();
    for (QueuedMessage message : List.copyOf(messages.values())) {
      if (taken.size() == limit) {
        break;
      }
      if (!message.isVisible(now)) {
        continue;
      }
      if (deadLetters != null && message.receives >= maxReceives) {
        bury(message, deadLetters);
        continue;
      }
      message.receives++;
      message.receipt = message.id + "/" + UUID.randomUUID();
      message.hiddenUntil = now.plus(hide);
      message.isHeld = true;
      journal.received(name, message);
      taken.add(message);
    }
    return taken;
  }

  /** The reader gave up on this delivery: hidden until its time, but nobody works on it. */
  void release(String receipt) {
    lock.lock();
    try {
      ofReceipt(receipt).ifPresent(message -> message.isHeld = false);
    } finally {
      lock.unlock();
    }
  }

  private void bury(QueuedMessage message, LocalQueue target) {
    journal.deleted(name, message.id);
    messages.remove(message.id);
    target.add(
        new QueuedMessage(message.id, message.body, message.sentAt, clock.instant(), 0), true);
  }

  /** An old receipt deletes nothing, as at the provider. */
  void delete(String receipt) {
    lock.lock();
    try {
      ofReceipt(receipt)
          .ifPresent(
              message -> {
                journal.deleted(name, message.id);
                messages.remove(message.id);
                changed.signalAll();
              });
    } finally {
      lock.unlock();
    }
  }

  void hide(String receipt, Duration time) {
    lock.lock();
    try {
      ofReceipt(receipt).ifPresent(message -> message.hiddenUntil = clock.instant().plus(time));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<QueuedMessage> ofReceipt(String receipt) {
    int slash = receipt.indexOf('/');
    @Nullable QueuedMessage message = slash < 0 ? null : messages.get(receipt.substring(0, slash));
    return Optional.ofNullable(message).filter(found -> receipt.equals(found.receipt));
  }

  void clear() {
    lock.lock();
    try {
      messages.keySet().forEach(id -> journal.deleted(name, id));
      messages.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Hands over everything, at most {@code limit}, to the back of {@code target}. */
  int moveTo(LocalQueue target, int limit) {
    lock.lock();
    try {
      Instant now = clock.instant();
      List<QueuedMessage> moved =
          messages.values().stream().filter(m -> m.isVisible(now)).limit(limit).toList();
      moved.forEach(message -> bury(message, target));
      return moved.size();
    } finally {
      lock.unlock();
    }
  }

  /** Makes delayed messages visible now: who reads them looks at the due time in the row. */
  void dropDelays() {
    lock.lock();
    try {
      Instant now = clock.instant();
      messages.values().stream().filter(m -> m.isDelayed(now)).forEach(m -> m.dueAt = now);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The clock was moved: what is hidden may be visible now. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Depth depth() {
    lock.lock();
    try {
      Instant now = clock.instant();
      Collection<QueuedMessage> all = messages.values();
      return new Depth(
          (int) all.stream().filter(m -> m.isVisible(now)).count(),
          (int) all.stream().filter(m -> m.isInFlight(now)).count(),
          (int) all.stream().filter(m -> m.isDelayed(now)).count(),
          (int) all.stream().filter(m -> m.isHeld).count());
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param held delivered to a reader that has neither deleted nor released it
   */
  record Depth(int visible, int inFlight, int delayed, int held) {}
}
