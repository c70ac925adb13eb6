package dev.freehold.sandbox.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/** Refs, commits, trees and contents below {@code /repos/{owner}/{repo}}. */
final class GitData {

  private static final String HEADS = "heads/";

  private final SimContext context;
  private final Repositories repositories;
  private final GitObjects objects;
  private final PushListener listener;

  GitData(
      SimContext context, Repositories repositories, GitObjects objects, PushListener listener) {
    this.context = context;
    this.repositories = repositories;
    this.objects = objects;
    this.listener = listener;
  }

  void routes(Routes routes) {
    String git = "/repos/{owner}/{repo}/git";
    routes.on("GET", git + "/ref/{ref*}", this::getRef);
    routes.on("POST", git + "/refs", this::createRef);
    routes.on("PATCH", git + "/refs/{ref*}", this::updateRef);
    routes.on("GET", git + "/commits/{sha}", this::getCommit);
    routes.on("POST", git + "/commits", this::createCommit);
    routes.on("GET", git + "/trees/{sha}", this::getTree);
    routes.on("POST", git + "/trees", this::createTree);
    routes.on("POST", git + "/blobs", this::createBlob);
    routes.on("GET", "/repos/{owner}/{repo}/contents/{path*}", this::getContents);
  }

  /** A person's commit of one file on top of the branch. */
  String commit(String owner, String name, String branch, String path, String text, Instant at) {
    Repository repository = repositories.find(owner, name).orElseThrow();
    String head = repositories.head(repository.key(), branch).orElseThrow();
    var files = new TreeMap<>(objects.tree(head).orElseThrow().files());
    files.put(path, objects.addBlob(text.getBytes(StandardCharsets.UTF_8)));
    var made = objects.addCommit(objects.addTree(files).sha(), List.of(head), "Change " + path, at);
    push(repository, branch, made);
    return made.sha();
  }

  /** The read that finds a repository not filled yet fills it, for the next one. */
  private Repository readable(SimRequest request) {
    Repository found = repositories.find(request);
    return repositories.fill(found) ? found : found.filled();
  }

  private static SimResponse empty() {
    return GitHubSimulator.error(409, "Git Repository is empty.");
  }

  private SimResponse getRef(SimRequest request) {
    Repository repository = readable(request);
    if (repository.fillsFrom() != null) {
      return empty();
    }
    String branch = branch(request);
    return repositories
        .head(repository.key(), branch)
        .map(sha -> SimResponse.json(200, refView(repository, branch, sha)))
        .orElseThrow(() -> new GitHubError(404, "Not Found"));
  }

  private SimResponse createRef(SimRequest request) {
    Repository repository = repositories.writable(request);
    JsonNode body = Repositories.body(request);
    String ref = Repositories.required(body, "ref");
    String sha = Repositories.required(body, "sha");
    if (!ref.startsWith("refs/" + HEADS) || objects.commit(sha).isEmpty()) {
      throw new GitHubError(422, "Object does not exist");
    }
    String branch = ref.substring("refs/heads/".length());
    if (repositories.head(repository.key(), branch).isPresent()) {
      throw new GitHubError(422, "Reference already exists");
    }
    push(repository, branch, objects.commit(sha).orElseThrow());
    return SimResponse.json(201, refView(repository, branch, sha));
  }

  private SimResponse updateRef(SimRequest request) {
    Repository repository = repositories.writable(request);
    JsonNode body = Repositories.body(request);
    String branch = branch(request);
    String sha = Repositories.required(body, "sha");
    String head =
        repositories
            .head(repository.key(), branch)
            .orElseThrow(() -> new GitHubError(422, "Reference does not exist"));
    var commit =
        objects.commit(sha).orElseThrow(() -> new GitHubError(422, "Object does not exist"));
    if (!body.path("force").asBoolean(false) && !objects.isAncestor(head, sha)) {
      throw new GitHubError(422, "Update is not a fast forward");
    }
    if (!head.equals(sha)) {
      push(repository, branch, commit);
    }
    return SimResponse.json(200, refView(repository, branch, sha));
  }

  private void push(Repository repository, String branch, GitObjects.Commit commit) {
    repositories.move(repository.key(), branch, commit.sha());
    context.after(
        () ->
            listener.pushed(
                repository.owner(), repository.name(), branch, commit.sha(), commit.message()));
  }

  private SimResponse getCommit(SimRequest request) {
    repositories.find(request);
    return objects
        .commit(request.path("sha"))
        .map(commit -> SimResponse.json(200, commitView(commit)))
        .orElseThrow(() -> new GitHubError(404, "Not Found"));
  }

  private SimResponse createCommit(SimRequest request) {
    repositories.writable(request);
    JsonNode body = Repositories.body(request);
    String message = Repositories.required(body, "message");
    String tree = Repositories.required(body, "tree");
    var parents = new ArrayList<String>();
    body.path("parents").forEach(parent -> parents.add(parent.asText()));
    if (objects.tree(tree).isEmpty()) {
      throw new GitHubError(422, "Tree SHA does not exist");
    }
    if (parents.stream().anyMatch(parent -> objects.commit(parent).isEmpty())) {
      throw new GitHubError(422, "Parent SHA does not exist or is not a commit object");
    }
    var made = objects.addCommit(tree, parents, message, request.at());
    return SimResponse.json(201, commitView(made));
  }

  private SimResponse getTree(SimRequest request) {
    Repository repository = readable(request);
    if (repository.fillsFrom() != null) {
      return empty();
    }
    String wanted = request.path("sha");
    String sha = repositories.head(repository.key(), wanted).orElse(wanted);
    return objects
        .tree(sha)
        .map(tree -> SimResponse.json(200, treeView(tree)))
        .orElseThrow(() -> new GitHubError(404, "Not Found"));
  }

  private SimResponse createTree(SimRequest request) {
    repositories.writable(request);
    JsonNode body = Repositories.body(request);
    var files = new TreeMap<String, String>();
    if (body.hasNonNull("base_tree")) {
      files.putAll(
          objects
              .tree(body.path("base_tree").asText())
              .orElseThrow(() -> new GitHubError(422, "base_tree is not a valid tree oid"))
              .files());
    }
    if (body.path("tree").isEmpty()) {
      throw new GitHubError(422, "Invalid tree info");
    }
    for (JsonNode entry : body.path("tree")) {
      String path = Repositories.required(entry, "path");
      if (entry.has("content")) {
        byte[] content = entry.path("content").asText().getBytes(StandardCharsets.UTF_8);
        files.put(path, objects.addBlob(content));
      } else if (entry.path("sha").isNull()) {
        files.remove(path);
      } else if (objects.blob(entry.path("sha").asText()).isPresent()) {
        files.put(path, entry.path("sha").asText());
      } else {
        throw new GitHubError(
            422, "tree.sha " + entry.path("sha").asText() + " is not a valid blob");
      }
    }
    return SimResponse.json(201, treeView(objects.addTree(files)));
  }

  private SimResponse createBlob(SimRequest request) {
    repositories.writable(request);
    JsonNode body = Repositories.body(request);
    String content = Repositories.required(body, "content");
    byte[] bytes =
        body.path("encoding").asText().equals("base64")
            ? Base64.getMimeDecoder().decode(content)
            : content.getBytes(StandardCharsets.UTF_8);
    return SimResponse.json(201, SimJson.object().put("sha", objects.addBlob(bytes)));
  }

  private SimResponse getContents(SimRequest request) {
    Repository repository = readable(request);
    if (repository.fillsFrom() != null) {
      throw new GitHubError(404, "This repository is empty.");
    }
    String ref = request.query("ref", Repository.DEFAULT_BRANCH);
    String sha = repositories.head(repository.key(), ref).orElse(ref);
    String path = request.path("path");
    return objects
        .tree(sha)
        .map(tree -> tree.files().get(path))
        .flatMap(objects::blob)
        .map(blob -> SimResponse.json(200, contentsView(path, blob)))
        .orElseThrow(() -> new GitHubError(404, "Not Found"));
  }

  private static String branch(SimRequest request) {
    String ref = request.path("ref");
    if (!ref.startsWith(HEADS)) {
      throw new GitHubError(404, "Not Found");
    }
    return ref.substring(HEADS.length());
  }

  private static ObjectNode refView(Repository repository, String branch, String sha) {
    var view =
        SimJson.object()
            .put("ref", "refs/heads/" + branch)
            .put("node_id", "REF_" + repository.id())
            .put(
                "url",
                "https://api.github.com/repos/" + repository.key() + "/git/refs/heads/" + branch);
    view.putObject("object").put("sha", sha).put("type", "commit");
    return view;
  }

  private static ObjectNode commitView(GitObjects.Commit commit) {
    var view =
        SimJson.object()
            .put("sha", commit.sha())
            .put("node_id", "C_" + commit.sha())
            .put("message", commit.message());
    view.putObject("tree").put("sha", commit.tree());
    var parents = view.putArray("parents");
    commit.parents().forEach(parent -> parents.addObject().put("sha", parent));
    for (String person : List.of("author", "committer")) {
      view.putObject(person)
          .put("name", "Freehold")
          .put("email", "freehold[bot]@users.noreply.github.com")
          .put("date", commit.at().toString());
    }
    return view;
  }

  private static ObjectNode treeView(GitObjects.Tree tree) {
    var view = SimJson.object().put("sha", tree.sha()).put("truncated", false);
    var entries = view.putArray("tree");
    tree.files()
        .forEach(
            (path, blob) ->
                entries
                    .addObject()
                    .put("path", path)
                    .put("mode", "100644")
                    .put("type", "blob")
                    .put("sha", blob));
    return view;
  }

  private static ObjectNode contentsView(String path, GitObjects.Blob blob) {
    byte[] bytes = blob.bytes();
    return SimJson.object()
        .put("type", "file")
        .put("encoding", "base64")
        .put("size", bytes.length)
        .put("name", path.substring(path.lastIndexOf('/') + 1))
        .put("path", path)
        .put("sha", blob.sha())
        // The provider breaks the lines of its Base64.
        .put("content", Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(bytes) + "\n");
  }
}
