package dev.freehold.local.schedule;

import dev.freehold.kernel.edge.ScheduleStarter;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.route.FunctionRegistry;
import dev.freehold.local.functions.FunctionDied;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts a schedule's function on a thread of its own, as the provider does. */
@ApplicationScoped
class LocalScheduleStarter implements ScheduleStarter {

  private static final Logger LOG = Logger.getLogger(LocalScheduleStarter.class);

  private final FunctionRegistry functions;

  LocalScheduleStarter(FunctionRegistry functions) {
    this.functions = functions;
  }

  @Override
  public void start(String operation, Instant scheduledAt, @Nullable UUID startedBy) {
    Thread.ofVirtual()
        .name("started-" + operation)
        .start(
            () -> {
              try {
                functions.call(operation, new Tick(scheduledAt));
              } catch (RuntimeException | FunctionDied e) {
                // Logged by the edge and kept in core.runs.
                LOG.debugf(e, "%s failed", operation);
              }
            });
  }
}
