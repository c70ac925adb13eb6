package dev.freehold.cloudflare;

import static dev.freehold.cloudflare.CloudflareHttp.encode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages projects, built from a repository's branch. */
public final class PagesProjects {

  /** One build and its last stage. */
  public record Deployment(
      String id, String commitHash, String url, String stage, String stageStatus) {

    public boolean isDone() {
      return stage.equals("deploy") && stageStatus.equals("success");
    }

    public boolean hasFailed() {
      return stageStatus.equals("failure") || stageStatus.equals("canceled");
    }
  }

  private final CloudflareHttp http;

  PagesProjects(CloudflareHttp http) {
    this.http = http;
  }

  /** The project's production branch; empty when there is no such project. */
  public Optional<String> findBranch(String project) {
    return http.find(path(project)).map(found -> found.path("production_branch").asText(""));
  }

  /**
   * @param body name, branch, build and source as the provider wants them
   */
  public void create(JsonNode body) {
    http.post(http.account("/pages/projects"), body);
  }

  public void delete(String project) {
    http.delete(path(project));
  }

  /** The domain's status; empty when it is not attached. */
  public Optional<String> domainStatus(String project, String hostname) {
    return http.find(path(project) + "/domains/" + encode(hostname))
        .map(domain -> domain.path("status").asText("pending"));
  }

  public void attachDomain(String project, String hostname) {
    http.post(path(project) + "/domains", CloudflareHttp.object().put("name", hostname));
  }

  public void detachDomain(String project, String hostname) {
    http.delete(path(project) + "/domains/" + encode(hostname));
  }

  /** The newest first. */
  public List<Deployment> deployments(String project) {
    var found = new ArrayList<Deployment>();
    http.get(path(project) + "/deployments?env=production")
        .path("result")
        .forEach(row -> found.add(read(row)));
    return found;
  }

  public Optional<Deployment> deployment(String project, String id) {
    return http.find(path(project) + "/deployments/" + encode(id)).map(PagesProjects::read);
  }

  /** Starts a build of the branch's head. */
  public Deployment deploy(String project, String branch) {
    byte[] value = branch.getBytes(StandardCharsets.UTF_8);
    var form = new Multipart(Hashes.sha256(value)).add("branch", null, "text/plain", value);
    return read(http.multipart("POST", path(project) + "/deployments", form));
  }

  private String path(String project) {
    return http.account("/pages/projects/" + encode(project));
  }

  private static Deployment read(JsonNode row) {
    return new Deployment(
        row.path("id").asText(),
        row.at("/deployment_trigger/metadata/commit_hash").asText(""),
        row.path("url").asText(""),
        row.at("/latest_stage/name").asText("queued"),
        row.at("/latest_stage/status").asText("idle"));
  }
}
