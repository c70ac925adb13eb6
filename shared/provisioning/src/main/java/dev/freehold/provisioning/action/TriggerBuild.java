package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.PagesProjects;
import dev.freehold.cloudflare.PagesProjects.Deployment;
import dev.freehold.provisioning.job.PlatformPlan;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.BuildRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The build of our commit: begun by the push where the project was there before it, else, or when
 * that does not happen, by us. One commit, one build.
 */
@ApplicationScoped
public class TriggerBuild implements StepAction {

  /** How long the push has to make its build. */
  private static final Duration PUSH = Duration.ofSeconds(60);

  private final BuildRows rows;
  private final Clock clock;

  TriggerBuild(BuildRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.TRIGGER_BUILD;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.cloud(2);
  }

  @Override
  public StepResult act(StepWork work) {
    StepOutput committed = commit(work);
    boolean projectWasThere = work.step().input().wasThere();
    if (projectWasThere && !committed.wasCreated()) {
      return StepResult.done(StepOutput.NONE);
    }
    PagesProjects pages = work.cloud().pages();
    String project = work.step().target();
    Optional<Deployment> ours =
        pages.deployments(project).stream()
            .filter(build -> build.commitHash().equals(committed.commit()))
            .findFirst();
    if (ours.isPresent()) {
      return StepResult.done(output(ours.get(), false));
    }
    if (projectWasThere && work.step().waitUntil() == null) {
      return new StepResult.Waiting(PUSH, PUSH.multipliedBy(5));
    }
    String branch = PlatformPlan.branch(work.step().inEnvironment());
    return StepResult.done(output(pages.deploy(project, branch), true));
  }

  private static StepOutput output(Deployment build, boolean created) {
    return new StepOutput(build.id(), created, build.url(), build.commitHash());
  }

  private static StepOutput commit(StepWork work) {
    return work.outputOf(StepKind.COMMIT_CONFIG, step -> true)
        .orElseThrow(() -> new IllegalStateException("no commit before the build"));
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    if (output.externalId() == null) {
      return;
    }
    rows.started(
        work.job().organizationId(),
        work.job().platformId(),
        work.step().inEnvironment(),
        new BuildRows.Started(
            PlatformPlan.repository(work.platform().key()),
            Objects.requireNonNullElse(output.commit(), commit(work).commit()),
            Existing.id(output),
            output.url(),
            work.job().requestedBy()),
        clock.instant());
  }
}
