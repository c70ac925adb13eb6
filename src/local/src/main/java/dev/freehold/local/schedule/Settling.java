package dev.freehold.local.schedule;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.outbox.OutboxRelay;
import dev.freehold.local.queue.LocalQueues;
import dev.freehold.local.queue.QueueReaders;
import dev.freehold.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Lets everything that is under way come to an end, without moving the clock. */
@ApplicationScoped
public class Settling {

  private static final long LOOK_EVERY_MILLIS = 2;

  private final OutboxRelay relay;
  private final QueueReaders readers;
  private final LocalQueues queues;
  private final Sandbox sandbox;
  private final Clock clock;

  Settling(
      OutboxRelay relay, QueueReaders readers, LocalQueues queues, Sandbox sandbox, Clock clock) {
    this.relay = relay;
    this.readers = readers;
    this.queues = queues;
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /**
   * @param isIdle false when the time was over before
   * @param messages deliveries meanwhile
   * @param events things simulators did meanwhile
   */
  public record Settled(boolean isIdle, long messages, int events) {}

  /** Relay, queues and simulators, again and again until a whole round finds nothing to do. */
  public Settled settle(Duration timeout) {
    long before = readers.delivered();
    long deadline = System.nanoTime() + timeout.toNanos();
    int events = 0;
    while (true) {
      long seen = readers.delivered();
      int acted = sandbox.actAt(clock.instant());
      events += acted;
      int relayed = relayDue();
      queues.dropDelays();
      if (!awaitIdle(deadline)) {
        return new Settled(false, readers.delivered() - before, events);
      }
      if (acted == 0 && relayed == 0 && readers.delivered() == seen) {
        return new Settled(true, readers.delivered() - before, events);
      }
    }
  }

  private int relayDue() {
    return Call.system("core-settle-sandbox", Scope.operator()).supply(relay::relay).found();
  }

  private boolean awaitIdle(long deadline) {
    while (!readers.isIdle()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
