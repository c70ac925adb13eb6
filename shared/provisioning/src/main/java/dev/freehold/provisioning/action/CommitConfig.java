package dev.freehold.provisioning.action;

import dev.freehold.github.GitHubConfig;
import dev.freehold.github.Repositories;
import dev.freehold.github.Repositories.Head;
import dev.freehold.provisioning.job.PlatformPlan;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepResult.Retry;
import dev.freehold.provisioning.step.StepWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The rendered files on an environment's branch: one commit on top of whatever is there, none when
 * they are there already.
 */
@ApplicationScoped
public class CommitConfig implements StepAction {

  /** How often an attempt starts anew because somebody pushed in between. */
  private static final int ROUNDS = 3;

  private static final int CALLS_A_ROUND = 6;

  private final GitHubConfig config;
  private final String freeholdUrl;

  CommitConfig(
      GitHubConfig config, @ConfigProperty(name = "freehold.http.api-url") String freeholdUrl) {
    this.config = config;
    this.freeholdUrl = freeholdUrl;
  }

  @Override
  public StepKind kind() {
    return StepKind.COMMIT_CONFIG;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.repository(ROUNDS * CALLS_A_ROUND, 3);
  }

  @Override
  public StepResult act(StepWork work) {
    Repositories repositories = work.repositories();
    String branch = PlatformPlan.branch(work.step().inEnvironment());
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Head> head = repositories.head(config.owner(), work.step().target(), branch);
      if (head.isEmpty()) {
        return new Retry("BRANCH_MISSING", "no branch " + branch);
      }
      Optional<StepOutput> done = commit(work, repositories, branch, head.get());
      if (done.isPresent()) {
        return StepResult.done(done.get());
      }
    }
    return new Retry("BRANCH_MOVED", "pushed to between every read and write");
  }

  /** Empty when the branch moved on: to be read again. */
  private Optional<StepOutput> commit(
      StepWork work, Repositories repositories, String branch, Head head) {
    String repository = work.step().target();
    String owner = config.owner();
    var site =
        new ConfigFiles.Site(
            work.platform().key(),
            work.step().inEnvironment(),
            freeholdUrl,
            work.account().zoneName());
    String packageJson =
        repositories.text(owner, repository, ConfigFiles.PACKAGE, head.commit()).orElse("");
    String tree =
        repositories.createTree(
            owner,
            repository,
            head.tree(),
            ConfigFiles.render(work.job().payload(), site, packageJson));
    if (tree.equals(head.tree())) {
      return Optional.of(new StepOutput(head.commit(), false, null, head.commit()));
    }
    String message =
        "chore: configure the console\n\nFreehold-Job: %s\n".formatted(work.job().id());
    String commit = repositories.createCommit(owner, repository, message, tree, head.commit());
    return repositories.moveBranch(owner, repository, branch, commit)
        ? Optional.of(new StepOutput(commit, true, null, commit))
        : Optional.empty();
  }
}
