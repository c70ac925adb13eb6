package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Multipart;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks an upload: metadata, modules, and whether what it binds is there. */
final class WorkerUploads {

  /** Whether the object that a binding names exists. */
  interface Bound {
    boolean exists(String account, String id);
  }

  private record Kind(Bound bound, String field, int code, String message) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  void check(String type, String field, Bound bound, int code, String message) {
    kinds.put(type, new Kind(bound, field, code, message));
  }

  Worker worker(
      SimRequest request,
      String account,
      @Nullable String namespace,
      String name,
      @Nullable Worker before) {
    if (!name.matches("[a-z0-9_][a-z0-9-_]{0,62}")) {
      throw new CloudflareError(400, 10016, "Invalid script name: " + name);
    }
    var parts = Multipart.of(request);
    JsonNode metadata = metadata(parts);
    List<String> modules =
        parts.stream().map(Multipart.Part::name).filter(part -> !part.equals("metadata")).toList();
    String main = metadata.path("main_module").asText(metadata.path("body_part").asText());
    if (!modules.contains(main)) {
      throw new CloudflareError(400, 10021, "Uncaught Error: No such module \"" + main + "\".");
    }
    var secrets = new LinkedHashMap<String, String>();
    if (before != null && keepsSecrets(metadata)) {
      secrets.putAll(before.secrets());
    }
    ObjectNode shown = metadata.deepCopy();
    shown.set("bindings", bindings(account, metadata, secrets));
    return new Worker(
        account,
        namespace,
        name,
        shown,
        modules,
        Workers.fingerprint(content(parts)),
        secrets,
        before == null ? List.of() : before.crons(),
        before == null ? request.at() : before.createdAt(),
        request.at());
  }

  /** Those without a secret; the others leave only their fingerprint. */
  private ArrayNode bindings(String account, JsonNode metadata, Map<String, String> secrets) {
    var kept = SimJson.array();
    for (JsonNode binding : metadata.path("bindings")) {
      check(account, binding);
      if (binding.path("type").asText().equals("secret_text")) {
        secrets.put(
            binding.path("name").asText(), Workers.fingerprint(binding.path("text").asText()));
      } else {
        kept.add(binding);
      }
    }
    return kept;
  }

  private void check(String account, JsonNode binding) {
    String name = Answers.required(binding, "name");
    Kind kind = kinds.get(Answers.required(binding, "type"));
    if (kind == null) {
      return;
    }
    String id = binding.path(kind.field()).asText();
    if (id.isEmpty()) {
      throw new CloudflareError(
          400,
          10021,
          "binding %s of type %s must have a `%s` specified"
              .formatted(name, binding.path("type").asText(), kind.field()));
    }
    if (!kind.bound().exists(account, id)) {
      throw new CloudflareError(400, kind.code(), kind.message().formatted(id));
    }
  }

  private static JsonNode metadata(List<Multipart.Part> parts) {
    for (Multipart.Part part : parts) {
      if (part.name().equals("metadata")) {
        try {
          JsonNode metadata = SimJson.tree(part.body());
          if (metadata.isObject()) {
            return metadata;
          }
        } catch (UncheckedIOException e) {
          // The answer is the same as without metadata.
        }
      }
    }
    throw new CloudflareError(
        400, 10001, "Content-Type must be multipart/form-data with a JSON part named metadata");
  }

  private static boolean keepsSecrets(JsonNode metadata) {
    for (JsonNode kept : metadata.path("keep_bindings")) {
      if (kept.asText().equals("secret_text")) {
        return true;
      }
    }
    return false;
  }

  private static String content(List<Multipart.Part> parts) {
    var all = new ArrayList<String>();
    parts.forEach(part -> all.add(part.name() + ":" + part.text()));
    return String.join("\n", all);
  }
}
