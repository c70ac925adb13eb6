package dev.freehold.sandbox.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /repos/{owner}/{repo}} itself, and the branches of all repositories. */
final class Repositories {

  record Branch(String repository, String name, String sha) {

    static String key(String repository, String name) {
      return repository + "#" + name;
    }
  }

  private final Table<String> owners;
  private final Table<Repository> repositories;
  private final Table<Branch> branches;
  private final GitObjects objects;

  Repositories(State state, GitObjects objects) {
    this.owners = state.table("owners", String.class);
    this.repositories = state.table("repositories", Repository.class);
    this.branches = state.table("branches", Branch.class);
    this.objects = objects;
  }

  void routes(Routes routes) {
    String repo = "/repos/{owner}/{repo}";
    routes.on("GET", repo, request -> SimResponse.json(200, find(request).view()));
    routes.on("PATCH", repo, this::change);
    routes.on("DELETE", repo, this::delete);
    routes.on("POST", repo + "/generate", this::generate);
    routes.on("GET", "/orgs/{owner}/repos", request -> SimResponse.json(200, page(request)));
    routes.on(
        "GET",
        "/installation/repositories",
        request -> {
          var view = SimJson.object().put("total_count", repositories.size());
          view.set("repositories", SimJson.toTree(page(request)));
          return SimResponse.json(200, view);
        });
  }

  void addOwner(String owner) {
    owners.put(owner, owner);
  }

  Repository add(
      String owner, String name, boolean isPrivate, boolean template, String from, Instant at) {
    long id = 700_000_000L + repositories.ids().hashCode() % 1_000_000L + repositories.size();
    var made =
        new Repository(
            id, owner, name, isPrivate, template, false, from.isEmpty() ? null : from, at);
    repositories.put(made.key(), made);
    return made;
  }

  Stream<Repository> all() {
    return repositories.stream();
  }

  Optional<Repository> find(String owner, String name) {
    return repositories.find(Repository.key(owner, name));
  }

  Repository find(SimRequest request) {
    return find(request.path("owner"), request.path("repo"))
        .orElseThrow(() -> new GitHubError(404, "Not Found"));
  }

  /** The repository of a call that changes it. */
  Repository writable(SimRequest request) {
    Repository found = find(request);
    if (found.archived()) {
      throw new GitHubError(403, "Repository was archived so is read-only.");
    }
    if (found.fillsFrom() != null) {
      throw new GitHubError(409, "Git Repository is empty.");
    }
    return found;
  }

  /** True once, for the read that comes before the repository is filled. */
  boolean fill(Repository repository) {
    String template = repository.fillsFrom();
    if (template == null) {
      return false;
    }
    for (Branch one : branches.all()) {
      if (one.repository().equals(template)) {
        var tree = objects.commit(one.sha()).orElseThrow().tree();
        var first = objects.addCommit(tree, List.of(), "Initial commit", repository.createdAt());
        move(repository.key(), one.name(), first.sha());
      }
    }
    repositories.put(repository.key(), repository.filled());
    return true;
  }

  Optional<String> head(String repository, String branch) {
    return branches.find(Branch.key(repository, branch)).map(Branch::sha);
  }

  void move(String repository, String branch, String sha) {
    branches.put(Branch.key(repository, branch), new Branch(repository, branch, sha));
  }

  private List<ObjectNode> page(SimRequest request) {
    int perPage = Math.clamp(Integer.parseInt(request.query("per_page", "30")), 1, 100);
    int page = Math.max(1, Integer.parseInt(request.query("page", "1")));
    String owner = request.path().startsWith("/orgs/") ? request.path("owner") : "";
    return repositories.stream()
        .filter(one -> owner.isEmpty() || one.owner().equals(owner))
        .skip((page - 1L) * perPage)
        .limit(perPage)
        .map(Repository::view)
        .toList();
  }

  private SimResponse generate(SimRequest request) {
    Repository template = find(request);
    if (!template.isTemplate()) {
      throw new GitHubError(404, "Not Found");
    }
    JsonNode body = body(request);
    String name = required(body, "name");
    String owner = body.path("owner").asText(template.owner());
    if (!owners.has(owner)) {
      throw new GitHubError(404, "Not Found");
    }
    if (find(owner, name).isPresent()) {
      throw new GitHubError(422, "Could not clone: Name already exists on this account");
    }
    var made =
        add(
            owner,
            name,
            body.path("private").asBoolean(false),
            false,
            template.key(),
            request.at());
    return SimResponse.json(201, made.view());
  }

  private SimResponse change(SimRequest request) {
    Repository found = find(request);
    JsonNode body = body(request);
    if (body.has("archived")) {
      found = found.archived(body.path("archived").asBoolean());
      repositories.put(found.key(), found);
    }
    return SimResponse.json(200, found.view());
  }

  private SimResponse delete(SimRequest request) {
    Repository found = find(request);
    repositories.remove(found.key());
    branches.removeIf(one -> one.repository().equals(found.key()));
    return SimResponse.empty(204);
  }

  static JsonNode body(SimRequest request) {
    try {
      JsonNode body = request.json();
      if (body.isObject()) {
        return body;
      }
    } catch (UncheckedIOException e) {
      // Answered like every other malformed body.
    }
    throw new GitHubError(400, "Problems parsing JSON");
  }

  static String required(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual()) {
      throw new GitHubError(422, "Invalid request.\n\n\"" + field + "\" wasn't supplied.");
    }
    return value.asText();
  }
}
