package dev.freehold.bench.workload;

import dev.freehold.kernel.outbox.QueueTransport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes every message at once: what is measured is our code and the database, no queue service. */
@Alternative
@Priority(1)
@ApplicationScoped
class KeptQueue implements QueueTransport {

  @Override
  public Set<UUID> send(String queue, List<Outgoing> messages) {
    return messages.stream().map(Outgoing::id).collect(Collectors.toUnmodifiableSet());
  }
}
