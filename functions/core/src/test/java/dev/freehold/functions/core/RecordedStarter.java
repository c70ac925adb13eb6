package dev.freehold.functions.core;

import dev.freehold.kernel.edge.ScheduleStarter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what it was to start. */
@ApplicationScoped
class RecordedStarter implements ScheduleStarter {

  private final List<String> started = new CopyOnWriteArrayList<>();

  List<String> started() {
    return started;
  }

  @Override
  public void start(String operation, Instant scheduledAt, @Nullable UUID startedBy) {
    started.add(operation + ' ' + scheduledAt);
  }
}
