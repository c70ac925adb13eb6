package dev.freehold.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.github.GitHubException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repositories of the installation. Every call throws {@link GitHubException}. */
public final class Repositories {

  /** A branch's head: the commit and its tree. */
  public record Head(String commit, String tree) {}

  private final GitHubHttp http;
  private final Supplier<String> token;
  private final Supplier<Duration> nextCall;

  Repositories(GitHubHttp http, Supplier<String> token, Supplier<Duration> nextCall) {
    this.http = http;
    this.token = token;
    this.nextCall = nextCall;
  }

  public boolean exists(String owner, String repo) {
    return find(repo(owner, repo)).isPresent();
  }

  /** Makes a repository from a template, all branches included; it is filled a moment later. */
  public void generate(String templateOwner, String template, String owner, String name) {
    send(
        "POST",
        repo(templateOwner, template) + "/generate",
        object()
            .put("owner", owner)
            .put("name", name)
            .put("private", true)
            .put("include_all_branches", true));
  }

  public void delete(String owner, String repo) {
    try {
      send("DELETE", repo(owner, repo), null);
    } catch (GitHubException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** The commit at a branch's head; empty when repository or branch are not filled yet. */
  public Optional<String> headCommit(String owner, String repo, String branch) {
    try {
      return find(repo(owner, repo) + "/git/ref/heads/" + encode(branch))
          .map(ref -> ref.at("/object/sha").asText());
    } catch (GitHubException e) {
      // An empty repository answers 409 here.
      if (e.kind() == Kind.CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Head and tree of a branch that is filled. */
  public Optional<Head> head(String owner, String repo, String branch) {
    return headCommit(owner, repo, branch)
        .map(
            sha ->
                new Head(
                    sha,
                    send("GET", repo(owner, repo) + "/git/commits/" + sha, null)
                        .at("/tree/sha")
                        .asText()));
  }

  /** A file's text at a commit or branch. */
  public Optional<String> text(String owner, String repo, String path, String ref) {
    return find(repo(owner, repo) + "/contents/" + path + "?ref=" + encode(ref))
        .map(
            file ->
                new String(
                    Base64.getMimeDecoder().decode(file.path("content").asText("")),
                    StandardCharsets.UTF_8));
  }

  /**
   * @param files text by path; they replace those of the base
   * @return the new tree's id; the base's own when nothing differs
   */
  public String createTree(
      String owner, String repo, String baseTree, SortedMap<String, String> files) {
    ObjectNode body = object().put("base_tree", baseTree);
    var tree = body.putArray("tree");
    for (Map.Entry<String, String> file : files.entrySet()) {
      tree.addObject()
          .put("path", file.getKey())
          .put("mode", "100644")
          .put("type", "blob")
          .put("content", file.getValue());
    }
    return send("POST", repo(owner, repo) + "/git/trees", body).path("sha").asText();
  }

  /**
   * @return the new commit's id; no branch shows it yet
   */
  public String createCommit(
      String owner, String repo, String message, String tree, String parent) {
    ObjectNode body = object().put("message", message).put("tree", tree);
    body.putArray("parents").add(parent);
    return send("POST", repo(owner, repo) + "/git/commits", body).path("sha").asText();
  }

  /**
   * Moves a branch forward.
   *
   * @return false when the branch has moved on meanwhile, and nothing was changed
   */
  public boolean moveBranch(String owner, String repo, String branch, String commit) {
    try {
      send(
          "PATCH",
          repo(owner, repo) + "/git/refs/heads/" + encode(branch),
          object().put("sha", commit).put("force", false));
      return true;
    } catch (GitHubException e) {
      if (e.kind() == Kind.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  public void archive(String owner, String repo) {
    send("PATCH", repo(owner, repo), object().put("archived", true));
  }

  private Optional<JsonNode> find(String path) {
    try {
      return Optional.of(send("GET", path, null));
    } catch (GitHubException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private JsonNode send(String method, String path, @Nullable JsonNode body) {
    // The token first: asking for one is a call of its own.
    String bearer = token.get();
    return http.send(method, path, body, bearer, nextCall.get());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String repo(String owner, String repo) {
    return "/repos/" + encode(owner) + "/" + encode(repo);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
