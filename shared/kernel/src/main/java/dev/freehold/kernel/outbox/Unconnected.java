package dev.freehold.kernel.outbox;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Where no queue service is linked in (a domain's own tests), messages wait in their table. */
@DefaultBean
@ApplicationScoped
class Unconnected implements QueueTransport, EventRoutes {

  @Override
  public Set<UUID> send(String queue, List<Outgoing> messages) {
    return Set.of();
  }

  @Override
  public List<String> queuesOf(String eventType) {
    return List.of();
  }
}
