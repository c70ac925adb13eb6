package dev.freehold.local;

import dev.freehold.lambda.wake.MemoryWakeStore;
import dev.freehold.lambda.wake.WakeStore;
import dev.freehold.local.queue.LocalQueues;
import dev.freehold.local.start.HostParts;
import dev.freehold.local.start.MovableClock;
import dev.freehold.sandbox.Sandbox;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What was opened before the application, for injection. */
@Dependent
class HostBeans {

  /** Takes the place of the kernel's own clock. */
  @Produces
  @Singleton
  @Typed(Clock.class)
  Clock clock() {
    return HostParts.current().clock();
  }

  @Produces
  @Singleton
  @Typed(MovableClock.class)
  MovableClock movableClock() {
    return HostParts.current().clock();
  }

  /** The whole installation is this process, so its memory is what all instances share. */
  @Produces
  @Singleton
  @Typed({WakeStore.class, MemoryWakeStore.class})
  MemoryWakeStore wakeStore() {
    return new MemoryWakeStore();
  }

  @Produces
  @Singleton
  LocalQueues queues() {
    return HostParts.current().queues();
  }

  @Produces
  @Singleton
  Sandbox sandbox() {
    return HostParts.current().sandbox();
  }
}
