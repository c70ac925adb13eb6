package dev.freehold.local.queue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All queues of this host, each with its dead letters. */
public final class LocalQueues {

  /** As {@code freehold.queue.max-receives}: then a message is put aside. */
  private static final int MAX_RECEIVES = 5;

  private static final String DEAD = "-dead";

  private final Map<String, LocalQueue> queues = new LinkedHashMap<>();
  private final QueueJournal journal;
  private final LocalQueue.Surroundings surroundings;

  public LocalQueues(Path file, Clock clock) {
    journal = new QueueJournal(file);
    surroundings = new LocalQueue.Surroundings(journal, clock, new ReentrantLock());
  }

  /** The queue and its dead letters; again with the same name changes nothing. */
  public synchronized void create(String name, Duration visibility) {
    if (!queues.containsKey(name)) {
      LocalQueue dead = add(name + DEAD, visibility, null);
      add(name, visibility, dead);
    }
  }

  private LocalQueue add(String name, Duration visibility, @Nullable LocalQueue deadLetters) {
    LocalQueue queue = new LocalQueue(name, visibility, MAX_RECEIVES, deadLetters, surroundings);
    queues.put(name, queue);
    return queue;
  }

  /** Puts back what an earlier host held when it ended; messages in flight are visible at once. */
  public synchronized void restore() {
    for (QueueJournal.Line line : journal.kept()) {
      LocalQueue queue = queues.get(line.queue());
      if (queue == null) {
        journal.deleted(line.queue(), line.id());
      } else {
        queue.add(QueueJournal.message(line), false);
      }
    }
  }

  synchronized Optional<LocalQueue> find(String name) {
    return Optional.ofNullable(queues.get(name));
  }

  synchronized Collection<LocalQueue> all() {
    return List.copyOf(queues.values());
  }

  Clock clock() {
    return surroundings.clock();
  }

  /**
   * Nothing that one of the readers of {@code names} could take now or is working on.
   *
   * @param names of the queues that are read
   */
  public boolean isIdle(Collection<String> names) {
    return all().stream()
        .filter(queue -> names.contains(queue.name))
        .map(LocalQueue::depth)
        .allMatch(depth -> depth.visible() == 0 && depth.held() == 0);
  }

  /** The reader of {@code queue} gave up on this delivery. */
  public void release(String queue, String receipt) {
    find(queue).ifPresent(found -> found.release(receipt));
  }

  public void dropDelays() {
    all().forEach(LocalQueue::dropDelays);
  }

  public void wake() {
    all().forEach(LocalQueue::wake);
  }

  public void clear() {
    all().forEach(LocalQueue::clear);
  }

  public void close() {
    journal.close();
  }
}
