package dev.freehold.provisioning.job;

import dev.freehold.kernel.Call;
import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.registry.Jobs.ProvisionPlatform;
import dev.freehold.registry.Jobs.Requester;
import dev.freehold.registry.onboarding.PlatformProvisioning;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** J10 to J12: a job that ended badly goes on, under the lock of its row. */
@ApplicationScoped
public class JobRestarts {

  private final JobRows jobs;
  private final StepRows steps;
  private final JobService service;
  private final Nudges nudges;
  private final PlatformProvisioning platforms;
  private final ProvisioningConfig config;
  private final Clock clock;

  JobRestarts(
      JobRows jobs,
      StepRows steps,
      JobService service,
      Nudges nudges,
      PlatformProvisioning platforms,
      ProvisioningConfig config,
      Clock clock) {
    this.jobs = jobs;
    this.steps = steps;
    this.service = service;
    this.nudges = nudges;
    this.platforms = platforms;
    this.config = config;
    this.clock = clock;
  }

  /** J10: nothing was undone yet, so the work goes on where it stopped. */
  public UUID resume(Job job) {
    Instant now = clock.instant();
    service.refuseBusy(job);
    jobs.restartClock(job.id(), now.plus(job.type().deadline(config)));
    jobs.setStatus(job.id(), JobStatus.RUNNING, null, now);
    steps.resume(job.id(), now);
    platforms.replayed(job.id(), job.id());
    nudges.send(job, null, null);
    return job.id();
  }

  /** J11: the undoing that was given up is tried again. */
  public UUID rollBackAgain(Job job) {
    Instant now = clock.instant();
    service.refuseBusy(job);
    jobs.setStatus(job.id(), JobStatus.ROLLING_BACK, null, now);
    steps.of(job.id()).stream()
        .filter(step -> step.status() == StepStatus.COMPENSATION_FAILED)
        .forEach(step -> steps.compensating(step.id(), now));
    nudges.send(job, null, null);
    return job.id();
  }

  /** J12: a new job for the same thing. */
  public UUID restart(Job job) {
    service.refuseBusy(job);
    var actor = Call.current().actor();
    UUID again =
        service.provisionPlatform(
            new ProvisionPlatform(
                job.organizationId(),
                job.platformId(),
                Objects.requireNonNullElse(job.planTier(), ""),
                job.payload().billingEmail(),
                job.payload().environments(),
                new Requester(actor.type().word(), actor.id()),
                job.id()));
    platforms.replayed(job.id(), again);
    return again;
  }
}
