package dev.freehold.provisioning.job;

import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends nudges with the transaction under way. */
@ApplicationScoped
public class Nudges {

  private final Outbox outbox;
  private final JobRows jobs;

  Nudges(Outbox outbox, JobRows jobs) {
    this.outbox = outbox;
    this.jobs = jobs;
  }

  /**
   * @param at when it shall arrive; null = now
   */
  public void send(
      UUID organizationId,
      UUID platformId,
      UUID jobId,
      @Nullable UUID stepId,
      @Nullable Instant at) {
    outbox.send(
        Message.command(RunStep.COMMAND)
            .organization(organizationId)
            .platform(platformId)
            .data(new RunStep(jobId, stepId))
            .availableAt(at));
  }

  void send(Job job, @Nullable UUID stepId, @Nullable Instant at) {
    send(job.organizationId(), job.platformId(), job.id(), stepId, at);
  }

  /** The end of a root job is the turn of the platform's next. */
  void oldestPending(UUID platformId) {
    jobs.oldestPending(platformId).ifPresent(next -> send(next, null, null));
  }
}
