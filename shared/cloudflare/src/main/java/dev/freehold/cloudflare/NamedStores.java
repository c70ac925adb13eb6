package dev.freehold.cloudflare;

import static dev.freehold.cloudflare.CloudflareHttp.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Buckets, key-value namespaces and queues: made by a name that is unique in the account. */
public final class NamedStores {

  private static final int PAGE = 100;

  /** More than an account may hold of either. */
  private static final int MAX_PAGES = 100;

  private final CloudflareHttp http;

  NamedStores(CloudflareHttp http) {
    this.http = http;
  }

  public boolean hasBucket(String name) {
    return http.find(bucket(name)).isPresent();
  }

  public void createBucket(String name, @Nullable String locationHint) {
    var body = CloudflareHttp.object().put("name", name);
    if (locationHint != null) {
      body.put("locationHint", locationHint);
    }
    http.post(http.account("/r2/buckets"), body);
  }

  /** Refused while the bucket holds objects. */
  public void deleteBucket(String name) {
    http.deletePlain(bucket(name));
  }

  private String bucket(String name) {
    return http.account("/r2/buckets/" + encode(name));
  }

  /** The id of the key-value namespace with exactly this title. */
  public Optional<String> findNamespace(String title) {
    return inPages("/storage/kv/namespaces", "?page=1&per_page=" + PAGE, "title", title, "id");
  }

  public String createNamespace(String title) {
    return http.post(
            http.account("/storage/kv/namespaces"), CloudflareHttp.object().put("title", title))
        .path("id")
        .asText();
  }

  public void deleteNamespace(String id) {
    http.delete(http.account("/storage/kv/namespaces/" + encode(id)));
  }

  /** The id of the queue with exactly this name. */
  public Optional<String> findQueue(String name) {
    // The description knows no pages here; those after the first are asked for like all others.
    return inPages("/queues", "", "queue_name", name, "queue_id");
  }

  public String createQueue(String name) {
    return http.post(http.account("/queues"), CloudflareHttp.object().put("queue_name", name))
        .path("queue_id")
        .asText();
  }

  public void deleteQueue(String id) {
    http.delete(http.account("/queues/" + encode(id)));
  }

  private Optional<String> inPages(
      String path, String first, String nameField, String name, String idField) {
    int seen = 0;
    for (int page = 1; page <= MAX_PAGES; page++) {
      String query = page == 1 ? first : "?page=" + page + "&per_page=" + PAGE;
      JsonNode answer = http.get(http.account(path + query));
      for (JsonNode row : answer.path("result")) {
        if (row.path(nameField).asText().equals(name)) {
          return Optional.of(row.path(idField).asText());
        }
      }
      seen += answer.path("result").size();
      boolean last = answer.path("result").isEmpty();
      if (last || seen >= answer.at("/result_info/total_count").asInt(seen)) {
        return Optional.empty();
      }
    }
    throw new IllegalStateException("more than " + PAGE * MAX_PAGES + " rows below " + path);
  }
}
