package dev.freehold.functions.provisioning;

import dev.freehold.provisioning.job.FailureKind;
import dev.freehold.provisioning.job.Job;
import dev.freehold.provisioning.job.JobService;
import dev.freehold.provisioning.job.JobStatus;
import dev.freehold.provisioning.job.JobType;
import dev.freehold.provisioning.job.Phase;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepStatus;
import dev.freehold.registry.Environment;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job with its steps, as people see it. */
@RegisterForReflection
record JobView(
    UUID id,
    JobType type,
    UUID platformId,
    @Nullable UUID entityId,
    @Nullable UUID stackId,
    @Nullable String environment,
    @Nullable String featureId,
    @Nullable String featureVersion,
    @Nullable UUID customDomainId,
    JobStatus status,
    @Nullable FailureKind failureKind,
    @Nullable String errorCode,
    @Nullable String error,
    @Nullable String rollbackError,
    @Nullable UUID parentJobId,
    List<UUID> childJobIds,
    @Nullable UUID replayOf,
    @Nullable UUID deadLetterId,
    Progress progress,
    RequestedBy requestedBy,
    @Nullable Instant cancelRequestedAt,
    @Nullable Instant deadlineAt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Instant rolledBackAt,
    Instant updatedAt,
    List<StepView> steps) {

  /** Steps that are done, of all. */
  @RegisterForReflection
  record Progress(int done, int total) {}

  /** Who asked for the job. */
  @RegisterForReflection
  record RequestedBy(String type, String id) {}

  /** One step. */
  @RegisterForReflection
  record StepView(
      UUID id,
      int ordinal,
      StepKind kind,
      Phase phase,
      String target,
      @Nullable Environment environment,
      StepStatus status,
      int attempt,
      int maxAttempts,
      int deferrals,
      Instant availableAt,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt,
      @Nullable Instant compensatedAt,
      @Nullable String errorCode,
      @Nullable String error) {

    static StepView of(Step step) {
      return new StepView(
          step.id(),
          step.ordinal(),
          step.kind(),
          step.phase(),
          step.target(),
          step.environment(),
          step.status(),
          step.attempt(),
          step.maxAttempts(),
          step.deferrals(),
          step.availableAt(),
          step.startedAt(),
          step.completedAt(),
          step.compensatedAt(),
          step.lastErrorCode(),
          step.lastError());
    }
  }

  static JobView of(JobService.View view) {
    Job job = view.job();
    return new JobView(
        job.id(),
        job.type(),
        job.platformId(),
        job.entityId(),
        job.stackId(),
        job.environment(),
        job.featureId(),
        job.featureVersion(),
        job.customDomainId(),
        job.status(),
        job.failureKind(),
        job.errorCode(),
        job.error(),
        job.rollbackError(),
        job.parentJobId(),
        List.of(),
        job.replayOf(),
        view.deadLetterId(),
        progress(view.steps()),
        new RequestedBy(job.requestedByType(), job.requestedBy()),
        job.cancelRequestedAt(),
        job.deadlineAt(),
        job.createdAt(),
        job.startedAt(),
        job.completedAt(),
        job.rolledBackAt(),
        job.updatedAt(),
        view.steps().stream().map(StepView::of).toList());
  }

  private static Progress progress(List<Step> steps) {
    long done = steps.stream().filter(step -> step.status() == StepStatus.SUCCEEDED).count();
    return new Progress((int) done, steps.size());
  }
}
