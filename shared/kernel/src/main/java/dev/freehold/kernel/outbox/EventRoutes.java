package dev.freehold.kernel.outbox;

import java.util.List;

/** Which queues take an event. Made by the edge from functions.json. */
public interface EventRoutes {

  /** Queues, by their function's name; empty when nobody names the event. */
  List<String> queuesOf(String eventType);
}
