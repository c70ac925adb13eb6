package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** {@code /accounts/{account}/pages/projects}. */
final class Pages {

  /**
   * A project.
   *
   * @param asked the body it was made of
   */
  record Project(String id, String accountId, String name, JsonNode asked, Instant createdAt) {

    String key() {
      return accountId + "/" + name;
    }

    String productionBranch() {
      return asked.path("production_branch").asText("main");
    }

    JsonNode source() {
      return asked.path("source").path("config");
    }

    boolean builds(String owner, String repository) {
      return source().path("owner").asText().equalsIgnoreCase(owner)
          && source().path("repo_name").asText().equalsIgnoreCase(repository);
    }
  }

  private final Realm realm;
  private final Table<Project> projects;
  private final PagesDeployments deployments;
  private final PagesDomains domains;
  private final GitSource git;

  Pages(
      Realm realm, State state, PagesDeployments deployments, PagesDomains domains, GitSource git) {
    this.realm = realm;
    this.projects = state.table("pages", Project.class);
    this.deployments = deployments;
    this.domains = domains;
    this.git = git;
  }

  void routes(Routes routes) {
    String path = "/accounts/{account}/pages/projects";
    String project = path + "/{project}";
    routes.on("GET", path, this::list);
    routes.on("POST", path, this::create);
    routes.on("GET", project, request -> Answers.ok(view(find(request), request.at())));
    routes.on("DELETE", project, this::delete);
    routes.on("GET", project + "/deployments", request -> deployments.list(find(request), request));
    routes.on(
        "POST", project + "/deployments", request -> deployments.create(find(request), request));
    routes.on(
        "GET",
        project + "/deployments/{deployment}",
        request -> deployments.get(find(request), request));
    routes.on("GET", project + "/domains", request -> domains.list(find(request), request));
    routes.on("POST", project + "/domains", request -> domains.create(find(request), request));
    routes.on("GET", project + "/domains/{domain}", request -> domains.get(find(request), request));
    routes.on(
        "DELETE", project + "/domains/{domain}", request -> domains.delete(find(request), request));
  }

  Stream<Project> all() {
    return projects.stream();
  }

  Stream<PagesDomains.Domain> allDomains() {
    return domains.all();
  }

  /** What the provider does when its Git app hears of a push. */
  void pushed(String owner, String repository, String branch, String sha, String message) {
    for (Project project : projects.all()) {
      boolean on = project.source().path("deployments_enabled").asBoolean(true);
      boolean production = branch.equals(project.productionBranch());
      boolean previews =
          !project.source().path("preview_deployment_setting").asText().equals("none");
      if (on && project.builds(owner, repository) && (production || previews)) {
        deployments.start(project, "github:push", branch, sha, message);
      }
    }
  }

  private SimResponse list(SimRequest request) {
    String account = realm.account(request);
    var found =
        projects.newestFirst().stream()
            .filter(one -> one.accountId().equals(account))
            .map(one -> view(one, request.at()))
            .toList();
    return Answers.page(found, request, 25, 25);
  }

  private SimResponse create(SimRequest request) {
    String account = realm.account(request);
    JsonNode body = Answers.body(request);
    String name = Answers.required(body, "name");
    if (!name.matches("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]?")) {
      throw new CloudflareError(
          400, 8000003, "Invalid project name. It may hold lower-case letters, digits and dashes.");
    }
    var made = new Project(Answers.id(), account, name, body, request.at());
    if (projects.has(made.key())) {
      throw new CloudflareError(
          409,
          8000002,
          "A project with this name already exists. Choose a different project name.");
    }
    if (body.path("source").path("type").asText().equals("github")) {
      String owner = made.source().path("owner").asText();
      String repository = made.source().path("repo_name").asText();
      if (!git.exists(owner, repository)) {
        throw new CloudflareError(
            400,
            8000093,
            "The repository %s/%s cannot be accessed by the Git installation."
                .formatted(owner, repository));
      }
    }
    projects.put(made.key(), made);
    return Answers.ok(view(made, request.at()));
  }

  private SimResponse delete(SimRequest request) {
    Project project = find(request);
    if (!domains.of(project).isEmpty()) {
      throw new CloudflareError(400, 8000028, "Must delete custom domains before deleting project");
    }
    projects.remove(project.key());
    deployments.removeOf(project);
    return Answers.ok(null);
  }

  private Project find(SimRequest request) {
    return projects
        .find(realm.account(request) + "/" + request.path("project"))
        .orElseThrow(
            () ->
                new CloudflareError(
                    404,
                    8000007,
                    "Project not found. The specified project name does not match any of your"
                        + " existing projects."));
  }

  private ObjectNode view(Project project, Instant now) {
    var view =
        SimJson.object()
            .put("id", project.id())
            .put("name", project.name())
            .put("subdomain", project.name() + ".pages.dev")
            .put("production_branch", project.productionBranch())
            .put("created_on", project.createdAt().toString());
    var names = view.putArray("domains").add(project.name() + ".pages.dev");
    domains.of(project).forEach(domain -> names.add(domain.name()));
    for (String copied : List.of("source", "build_config", "deployment_configs")) {
      if (project.asked().path(copied).isObject()) {
        view.set(copied, project.asked().path(copied));
      }
    }
    deployments
        .latest(project, false)
        .ifPresent(one -> view.set("latest_deployment", deployments.view(project, one, now)));
    deployments
        .latest(project, true)
        .ifPresent(one -> view.set("canonical_deployment", deployments.view(project, one, now)));
    return view;
  }
}
