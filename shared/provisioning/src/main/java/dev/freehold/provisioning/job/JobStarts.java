package dev.freehold.provisioning.job;

import dev.freehold.provisioning.ProvisioningConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** J2 and J7: whether it is a pending job's turn, or too late for it. */
@ApplicationScoped
public class JobStarts {

  private final JobRows jobs;
  private final StepRows steps;
  private final JobEnds ends;
  private final JobPhases phases;
  private final ProvisioningConfig config;
  private final Clock clock;

  JobStarts(
      JobRows jobs,
      StepRows steps,
      JobEnds ends,
      JobPhases phases,
      ProvisioningConfig config,
      Clock clock) {
    this.jobs = jobs;
    this.steps = steps;
    this.ends = ends;
    this.phases = phases;
    this.config = config;
    this.clock = clock;
  }

  /** The job as it is once it runs; empty when it has to wait, or waited too long. */
  public Optional<LockedJob> start(LockedJob locked) {
    Job job = locked.job();
    Instant now = clock.instant();
    if (!job.createdAt().plus(config.deadline().pending()).isAfter(now)) {
      ends.expirePending(job);
      return Optional.empty();
    }
    if (!mayChange(job, locked.platform().status())
        || !jobs.start(job.id(), now, now.plus(job.type().deadline(config)))) {
      return Optional.empty();
    }
    phases.jobStarted(job, steps.of(job.id()));
    return jobs.lock(job.id());
  }

  private static boolean mayChange(Job job, String platformStatus) {
    return switch (job.type()) {
      case PROVISION_PLATFORM ->
          platformStatus.equals("pending") || platformStatus.equals("provisioning");
    };
  }
}
