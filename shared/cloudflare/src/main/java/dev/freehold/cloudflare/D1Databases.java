package dev.freehold.cloudflare;

import static dev.freehold.cloudflare.CloudflareHttp.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQLite databases of an account. */
public final class D1Databases {

  private final CloudflareHttp http;

  D1Databases(CloudflareHttp http) {
    this.http = http;
  }

  /** The id of the database with exactly this name; the provider's filter matches parts too. */
  public Optional<String> find(String name) {
    JsonNode found = http.get(http.account("/d1/database?name=" + encode(name)));
    for (JsonNode database : found.path("result")) {
      if (database.path("name").asText().equals(name)) {
        return Optional.of(database.path("uuid").asText());
      }
    }
    return Optional.empty();
  }

  /**
   * @return the new database's id
   */
  public String create(String name, @Nullable String locationHint) {
    var body = CloudflareHttp.object().put("name", name);
    if (locationHint != null) {
      body.put("primary_location_hint", locationHint);
    }
    return http.post(http.account("/d1/database"), body).path("uuid").asText();
  }

  /** Runs the statements as one batch: all of them, or none. */
  public void execute(String databaseId, String sql) {
    query(databaseId, sql);
  }

  /** The first column of the rows of the last statement. */
  public List<String> texts(String databaseId, String sql) {
    JsonNode results = query(databaseId, sql);
    var texts = new ArrayList<String>();
    for (JsonNode row : results.path(results.size() - 1).path("results")) {
      row.elements().forEachRemaining(value -> texts.add(value.asText()));
    }
    return texts;
  }

  private JsonNode query(String databaseId, String sql) {
    return http.post(
        http.account("/d1/database/" + encode(databaseId) + "/query"),
        CloudflareHttp.object().put("sql", sql));
  }

  public void delete(String databaseId) {
    http.deletePlain(http.account("/d1/database/" + encode(databaseId)));
  }
}
