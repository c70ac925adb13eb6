package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Multipart;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds of Pages: done thirty seconds after they started. */
final class PagesDeployments {

  static final Duration DURATION = Duration.ofSeconds(30);
  private static final List<String> STAGES =
      List.of("queued", "initialize", "clone_repo", "build", "deploy");

  record Deployment(
      String id,
      String projectKey,
      String environment,
      String trigger,
      String branch,
      String sha,
      String message,
      boolean fails,
      Instant createdAt) {

    Instant doneAt() {
      return createdAt.plus(DURATION);
    }
  }

  /** A project whose builds fail from now on. */
  record Broken(String project) {}

  private final SimContext context;
  private final GitSource git;
  private final Table<Deployment> deployments;
  private final Table<Broken> broken;

  PagesDeployments(SimContext context, State state, GitSource git) {
    this.context = context;
    this.git = git;
    this.deployments = state.table("pages_deployments", Deployment.class);
    this.broken = state.table("pages_broken", Broken.class);
  }

  void setBroken(String project, boolean fails) {
    if (fails) {
      broken.put(project, new Broken(project));
    } else {
      broken.remove(project);
    }
  }

  Deployment start(
      Pages.Project project, String trigger, String branch, String sha, String message) {
    var made =
        new Deployment(
            Answers.id(),
            project.key(),
            branch.equals(project.productionBranch()) ? "production" : "preview",
            trigger,
            branch,
            sha,
            message,
            broken.has(project.name()),
            context.now());
    deployments.put(made.id(), made);
    return made;
  }

  void removeOf(Pages.Project project) {
    deployments.removeIf(one -> one.projectKey().equals(project.key()));
  }

  Optional<Deployment> latest(Pages.Project project, boolean productionOnly) {
    return of(project, productionOnly ? "production" : "").stream().findFirst();
  }

  /** The next build that ends after {@code now}. */
  Optional<Instant> nextDueAt(Instant now) {
    return deployments.stream()
        .map(Deployment::doneAt)
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  SimResponse list(Pages.Project project, SimRequest request) {
    var found =
        of(project, request.query("env", "")).stream()
            .map(one -> view(project, one, request.at()))
            .toList();
    return Answers.page(found, request, 25, 25);
  }

  SimResponse get(Pages.Project project, SimRequest request) {
    return deployments
        .find(request.path("deployment"))
        .filter(one -> one.projectKey().equals(project.key()))
        .map(one -> Answers.ok(view(project, one, request.at())))
        .orElseThrow(
            () -> new CloudflareError(404, 8000009, "The deployment ID you provided is invalid."));
  }

  SimResponse create(Pages.Project project, SimRequest request) {
    String branch = branch(request).orElse(project.productionBranch());
    String owner = project.source().path("owner").asText();
    String repository = project.source().path("repo_name").asText();
    GitSource.Head head =
        git.head(owner, repository, branch)
            .orElseThrow(
                () ->
                    new CloudflareError(
                        400, 8000012, "The branch '" + branch + "' was not found."));
    var made = start(project, "ad_hoc", branch, head.sha(), head.message());
    return Answers.ok(view(project, made, request.at()));
  }

  private static Optional<String> branch(SimRequest request) {
    var inParts =
        Multipart.of(request).stream()
            .filter(part -> part.name().equals("branch"))
            .map(Multipart.Part::text)
            .findFirst();
    if (inParts.isPresent()
        || !request.header("content-type", "").startsWith("application/x-www-form-urlencoded")) {
      return inParts;
    }
    return Optional.ofNullable(request.form().get("branch")).map(List::getFirst);
  }

  private List<Deployment> of(Pages.Project project, String environment) {
    return deployments.newestFirst().stream()
        .filter(one -> one.projectKey().equals(project.key()))
        .filter(one -> environment.isEmpty() || one.environment().equals(environment))
        .toList();
  }

  ObjectNode view(Pages.Project project, Deployment one, Instant now) {
    var view =
        SimJson.object()
            .put("id", one.id())
            .put("short_id", one.id().substring(0, 8))
            .put("project_id", project.id())
            .put("project_name", project.name())
            .put("environment", one.environment())
            .put("url", "https://" + one.id().substring(0, 8) + "." + project.name() + ".pages.dev")
            .put("created_on", one.createdAt().toString())
            .put("modified_on", one.createdAt().toString())
            .put("is_skipped", false);
    var trigger = view.putObject("deployment_trigger").put("type", one.trigger());
    trigger
        .putObject("metadata")
        .put("branch", one.branch())
        .put("commit_hash", one.sha())
        .put("commit_message", one.message())
        .put("commit_dirty", false);
    view.putObject("env_vars");
    view.putArray("aliases");
    if (project.asked().path("source").isObject()) {
      view.set("source", project.asked().path("source"));
    }
    stages(view, one, now);
    return view;
  }

  /** Queued for 5 s, then three stages, then deploy; a failing one ends in its build. */
  private static void stages(ObjectNode view, Deployment one, Instant now) {
    long seconds = Duration.between(one.createdAt(), now).toSeconds();
    boolean done = !now.isBefore(one.doneAt());
    int last = one.fails() ? 3 : 4;
    int current = done ? last : (int) Math.clamp(seconds / 5, 0, 3);
    var stages = view.putArray("stages");
    for (int i = 0; i < STAGES.size(); i++) {
      String status;
      if (i < current) {
        status = "success";
      } else if (i > current) {
        status = "idle";
      } else if (done) {
        status = one.fails() ? "failure" : "success";
      } else {
        status = "active";
      }
      Instant start = one.createdAt().plusSeconds(5L * i);
      boolean ended = i < current || (i == current && done);
      var stage = stages.addObject().put("name", STAGES.get(i)).put("status", status);
      stage.put("started_on", i <= current ? start.toString() : null);
      stage.put("ended_on", ended ? start.plusSeconds(5).toString() : null);
      if (i == current) {
        view.set("latest_stage", stage);
      }
    }
  }
}
