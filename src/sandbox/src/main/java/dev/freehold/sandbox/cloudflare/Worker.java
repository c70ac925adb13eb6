package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded script.
 *
 * @param dispatchNamespace null = of the account itself
 * @param metadata as uploaded; its bindings are those without secrets
 * @param modules names of the uploaded parts
 * @param secrets name to SHA-256 of the value, in hex: no value is kept
 */
record Worker(
    String accountId,
    @Nullable String dispatchNamespace,
    String name,
    JsonNode metadata,
    List<String> modules,
    String etag,
    Map<String, String> secrets,
    List<Cron> crons,
    Instant createdAt,
    Instant modifiedAt) {

  record Cron(String cron, Instant createdAt, Instant modifiedAt) {}

  static String key(String account, @Nullable String dispatchNamespace, String name) {
    return account + "/" + (dispatchNamespace == null ? "" : dispatchNamespace) + "/" + name;
  }

  String key() {
    return key(accountId, dispatchNamespace, name);
  }

  Worker withSecrets(Map<String, String> changed) {
    return new Worker(
        accountId,
        dispatchNamespace,
        name,
        metadata,
        modules,
        etag,
        changed,
        crons,
        createdAt,
        modifiedAt);
  }

  Worker withCrons(List<Cron> changed) {
    return new Worker(
        accountId,
        dispatchNamespace,
        name,
        metadata,
        modules,
        etag,
        secrets,
        changed,
        createdAt,
        modifiedAt);
  }

  Map<String, String> secretsWith(String secret, String fingerprint) {
    var changed = new LinkedHashMap<>(secrets);
    changed.put(secret, fingerprint);
    return changed;
  }

  Map<String, String> secretsWithout(String secret) {
    var changed = new LinkedHashMap<>(secrets);
    changed.remove(secret);
    return changed;
  }

  ObjectNode view() {
    var view =
        SimJson.object()
            .put("id", name)
            .put("etag", etag)
            .put("created_on", createdAt.toString())
            .put("modified_on", modifiedAt.toString())
            .put("logpush", false)
            .put("usage_model", "bundled")
            .put("has_modules", true)
            .put("has_assets", false)
            .put("startup_time_ms", 3);
    view.putArray("handlers").add("fetch");
    view.set("tags", tags());
    return view;
  }

  ObjectNode settings() {
    var view = SimJson.object();
    var bindings = view.putArray("bindings");
    metadata.path("bindings").forEach(bindings::add);
    secrets
        .keySet()
        .forEach(secret -> bindings.addObject().put("name", secret).put("type", "secret_text"));
    view.put("compatibility_date", metadata.path("compatibility_date").asText("2025-01-01"));
    var flags = view.putArray("compatibility_flags");
    metadata.path("compatibility_flags").forEach(flags::add);
    view.set("tags", tags());
    view.putArray("tail_consumers");
    view.put("logpush", false);
    view.put("usage_model", "bundled");
    return view;
  }

  private JsonNode tags() {
    return metadata.path("tags").isArray() ? metadata.path("tags") : SimJson.array();
  }
}
