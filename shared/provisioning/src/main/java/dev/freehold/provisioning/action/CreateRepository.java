package dev.freehold.provisioning.action;

import dev.freehold.github.GitHubConfig;
import dev.freehold.github.GitHubException;
import dev.freehold.github.Repositories;
import dev.freehold.provisioning.job.PlatformPlan;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.platform.PlatformLifecycle;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The console's repository, made from the template; done when every branch is filled. */
@ApplicationScoped
public class CreateRepository implements StepAction {

  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration GIVE_UP = Duration.ofMinutes(5);

  private final GitHubConfig config;
  private final PlatformLifecycle platforms;

  CreateRepository(GitHubConfig config, PlatformLifecycle platforms) {
    this.config = config;
    this.platforms = platforms;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_REPO;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.repository(3 + work.job().payload().environments().size(), 1);
  }

  @Override
  public StepResult act(StepWork work) {
    Repositories repositories = work.repositories();
    String name = work.step().target();
    if (work.isFirstTry() || !repositories.exists(config.owner(), name)) {
      generate(repositories, name);
    }
    boolean filled =
        work.job().payload().environments().stream()
            .map(PlatformPlan::branch)
            .allMatch(branch -> repositories.headCommit(config.owner(), name, branch).isPresent());
    return filled
        ? StepResult.done(StepOutput.created(name))
        : new StepResult.Waiting(AGAIN, GIVE_UP);
  }

  private void generate(Repositories repositories, String name) {
    try {
      repositories.generate(
          config.templateOwner().orElse(config.owner()), config.template(), config.owner(), name);
    } catch (GitHubException e) {
      // A refusal to create leads to a look: the name may be taken by ourselves.
      if (e.kind() != GitHubException.Kind.CONFLICT || !repositories.exists(config.owner(), name)) {
        throw e;
      }
    }
  }

  @Override
  public StepResult undo(StepWork work) {
    work.repositories().delete(config.owner(), work.step().target());
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    platforms.setRepoName(work.job().platformId(), Existing.id(output));
  }
}
