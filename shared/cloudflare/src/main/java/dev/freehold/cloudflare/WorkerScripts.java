package dev.freehold.cloudflare;

import static dev.freehold.cloudflare.CloudflareHttp.encode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workers of an account, or of one of its dispatch namespaces. */
public final class WorkerScripts {

  private final CloudflareHttp http;
  private final String root;

  WorkerScripts(CloudflareHttp http, @Nullable String dispatchNamespace) {
    this.http = http;
    this.root =
        dispatchNamespace == null
            ? "/workers/scripts/"
            : "/workers/dispatch/namespaces/" + encode(dispatchNamespace) + "/scripts/";
  }

  /** The tags it was uploaded with; empty when there is no such Worker. */
  public Optional<Set<String>> tags(String name) {
    return http.find(script(name) + "/settings")
        .map(
            settings -> {
              var tags = new LinkedHashSet<String>();
              for (JsonNode tag : settings.path("tags")) {
                tags.add(tag.asText());
              }
              return tags;
            });
  }

  /** Makes the Worker or puts another in its place. */
  public void upload(String name, WorkerUpload upload) {
    String metadata = Json.write(upload.metadata());
    var body =
        new Multipart(Hashes.sha256(metadata))
            .add("metadata", null, "application/json", metadata.getBytes(StandardCharsets.UTF_8));
    upload.modules().forEach((file, content) -> body.add(file, file, contentType(file), content));
    http.multipart("PUT", script(name), body);
  }

  private static String contentType(String file) {
    return file.endsWith(".wasm") ? "application/wasm" : "application/javascript+module";
  }

  public void delete(String name) {
    http.delete(script(name) + "?force=true");
  }

  /** The same value again is no change. */
  public void putSecret(String name, String secretName, String value) {
    http.put(
        script(name) + "/secrets",
        CloudflareHttp.object()
            .put("name", secretName)
            .put("text", value)
            .put("type", "secret_text"));
  }

  public void deleteSecret(String name, String secretName) {
    http.delete(script(name) + "/secrets/" + encode(secretName));
  }

  private String script(String name) {
    return http.account(root + encode(name));
  }
}
