package dev.freehold.sandbox.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A repository.
 *
 * @param fillsFrom key of the template it is still to be filled from; null = filled
 */
record Repository(
    long id,
    String owner,
    String name,
    boolean isPrivate,
    boolean isTemplate,
    boolean archived,
    @Nullable String fillsFrom,
    Instant createdAt) {

  static final String DEFAULT_BRANCH = "main";

  static String key(String owner, String name) {
    return owner + "/" + name;
  }

  String key() {
    return key(owner, name);
  }

  Repository filled() {
    return new Repository(id, owner, name, isPrivate, isTemplate, archived, null, createdAt);
  }

  Repository archived(boolean changed) {
    return new Repository(id, owner, name, isPrivate, isTemplate, changed, fillsFrom, createdAt);
  }

  ObjectNode view() {
    var view =
        SimJson.object()
            .put("id", id)
            .put("node_id", "R_" + id)
            .put("name", name)
            .put("full_name", key())
            .put("private", isPrivate)
            .put("visibility", isPrivate ? "private" : "public")
            .put("html_url", "https://github.com/" + key())
            .put("url", "https://api.github.com/repos/" + key())
            .put("fork", false)
            .put("default_branch", DEFAULT_BRANCH)
            .put("archived", archived)
            .put("disabled", false)
            .put("is_template", isTemplate)
            .put("created_at", createdAt.toString())
            .put("updated_at", createdAt.toString())
            .put("pushed_at", createdAt.toString());
    view.putObject("owner").put("login", owner).put("type", "Organization");
    return view;
  }
}
