package dev.freehold.provisioning.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freehold.cloudflare.PagesProjects;
import dev.freehold.github.GitHubConfig;
import dev.freehold.provisioning.job.PlatformPlan;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.CloudRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** The Pages project that builds an environment's branch of the console. */
@ApplicationScoped
public class CreatePages implements StepAction {

  private final GitHubConfig github;
  private final CloudRows rows;
  private final Clock clock;

  CreatePages(GitHubConfig github, CloudRows rows, Clock clock) {
    this.github = github;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.CREATE_PAGES;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.CREATE;
  }

  @Override
  public StepResult act(StepWork work) {
    PagesProjects pages = work.cloud().pages();
    String name = work.step().target();
    return Ensure.made(
        work,
        () -> pages.findBranch(name).map(branch -> name),
        () -> {
          pages.create(project(work, name));
          return name;
        });
  }

  private JsonNode project(StepWork work, String name) {
    String branch = PlatformPlan.branch(work.step().inEnvironment());
    var body =
        JsonNodeFactory.instance.objectNode().put("name", name).put("production_branch", branch);
    body.putObject("build_config")
        .put("build_command", "npm run build")
        .put("destination_dir", "dist")
        .put("root_dir", "");
    var source = body.putObject("source").put("type", "github").putObject("config");
    source
        .put("owner", github.owner())
        .put("repo_name", PlatformPlan.repository(work.platform().key()))
        .put("production_branch", branch)
        .put("deployments_enabled", true);
    var variables =
        body.putObject("deployment_configs").putObject("production").putObject("env_vars");
    variables
        .putObject("PLATFORM_KEY")
        .put("type", "plain_text")
        .put("value", work.platform().key());
    variables
        .putObject("ENVIRONMENT")
        .put("type", "plain_text")
        .put("value", work.step().inEnvironment().word());
    return body;
  }

  @Override
  public StepResult undo(StepWork work) {
    work.cloud().pages().delete(work.step().target());
    return Ensure.undone(work);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    String name = Existing.id(output);
    rows.active(Existing.resource(work), name, "https://" + name + ".pages.dev", clock.instant());
  }
}
