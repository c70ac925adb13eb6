package dev.freehold.kernel.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** The queue service, as far as the relay sees it: it takes messages, or it is away. */
@ApplicationScoped
public class FakeQueues implements QueueTransport, EventRoutes {

  private final Map<String, ConcurrentLinkedQueue<UUID>> taken = new ConcurrentHashMap<>();
  private volatile Set<String> away = Set.of();

  void away(String... queues) {
    away = Set.of(queues);
  }

  List<UUID> taken(String queue) {
    return List.copyOf(taken.getOrDefault(queue, new ConcurrentLinkedQueue<>()));
  }

  @Override
  public Set<UUID> send(String queue, List<Outgoing> messages) {
    if (away.contains(queue)) {
      return Set.of();
    }
    var mine = taken.computeIfAbsent(queue, name -> new ConcurrentLinkedQueue<>());
    messages.forEach(message -> mine.add(message.id()));
    return messages.stream().map(Outgoing::id).collect(Collectors.toSet());
  }

  @Override
  public List<String> queuesOf(String eventType) {
    return eventType.equals("core.thing.happened") ? List.of("one", "two") : List.of();
  }
}
