package dev.freehold.kernel.outbox;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Hands messages to queues. Made by the edge on the queue service's client. */
public interface QueueTransport {

  /**
   * @param id the message's id, to tell what was taken
   * @param delaySeconds 0 to 900
   */
  record Outgoing(UUID id, String body, int delaySeconds) {}

  /**
   * At most 10 a request, as many requests as needed.
   *
   * @param queue the function's name, without prefix
   * @return ids the queue has; the others are tried again later
   */
  Set<UUID> send(String queue, List<Outgoing> messages);
}
