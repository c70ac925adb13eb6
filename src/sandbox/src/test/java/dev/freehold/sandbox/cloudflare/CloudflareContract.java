package dev.freehold.sandbox.cloudflare;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Caller;
import dev.freehold.sandbox.SimJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cloudflare's published OpenAPI description, cut down to the paths that are used. */
final class CloudflareContract {

  private static final List<String> USED =
      List.of(
          "/user/tokens/verify",
          "/accounts/{account_id}/d1/database",
          "/accounts/{account_id}/r2/buckets",
          "/accounts/{account_id}/storage/kv/namespaces",
          "/accounts/{account_id}/queues",
          "/accounts/{account_id}/workers/",
          "/accounts/{account_id}/pages/projects",
          "/zones/{zone_id}/dns_records",
          "/zones/{zone_id}/custom_hostnames",
          "/zones/{zone_id}/workers/routes");

  private final OpenApiInteractionValidator validator;

  private CloudflareContract(JsonNode description) {
    this.validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(description.toString())
            .withLevelResolver(
                LevelResolver.create()
                    // The description is older than the provider, which has added fields since.
                    .withLevel(
                        "validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
                    // Some refusals stand nowhere in it.
                    .withLevel("validation.response.status.unknown", ValidationReport.Level.IGNORE)
                    .build())
            .build();
  }

  /** Empty where the description does not lie beside the checkout. */
  static Optional<CloudflareContract> load() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/contracts/cloudflare-openapi.json");
      if (Files.exists(file)) {
        return Optional.of(new CloudflareContract(cut(SimJson.mapper().readTree(file.toFile()))));
      }
    }
    return Optional.empty();
  }

  /** What of the answer does not fit. */
  List<String> faults(String method, String path, Caller.Answer answer) {
    var response =
        SimpleResponse.Builder.status(answer.status())
            .withContentType(answer.header("content-type"))
            .withBody(answer.json().toString())
            .build();
    return validator
        .validateResponse(path.replaceFirst("\\?.*", ""), Request.Method.valueOf(method), response)
        .getMessages()
        .stream()
        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
        .map(message -> method + " " + path + ": " + message.getMessage())
        .toList();
  }

  /** Only the paths that are used, and the components they lead to. */
  private static JsonNode cut(JsonNode whole) {
    var cut = SimJson.object();
    cut.set("openapi", whole.path("openapi"));
    cut.set("info", whole.path("info"));
    var paths = cut.putObject("paths");
    whole
        .path("paths")
        .properties()
        .forEach(
            path -> {
              if (USED.stream().anyMatch(path.getKey()::startsWith)) {
                ObjectNode calls = path.getValue().deepCopy();
                // Only answers are held against it.
                calls.forEach(call -> ((ObjectNode) call).remove("requestBody"));
                calls.findParents("schema").forEach(parent -> merge((ObjectNode) parent, whole));
                paths.set(path.getKey(), calls);
              }
            });
    Deque<String> open = new ArrayDeque<>(references(paths));
    while (!open.isEmpty()) {
      String[] at = open.removeFirst().substring(2).split("/", -1);
      ObjectNode kind = cut.withObjectProperty(at[0]).withObjectProperty(at[1]);
      if (!kind.has(at[2])) {
        JsonNode found = whole.path(at[0]).path(at[1]).path(at[2]);
        kind.set(at[2], found);
        open.addAll(references(found));
      }
    }
    return cut;
  }

  /**
   * The description lays an answer out of parts that contradict one another: {@code result} is an
   * object in one and null, a list or a text in the next, and what the result must hold is said of
   * the envelope. So the last part wins, and only what the envelope has is required of it.
   */
  private static void merge(ObjectNode parent, JsonNode whole) {
    var merged = SimJson.object().put("type", "object");
    var properties = merged.putObject("properties");
    var required = new LinkedHashSet<String>();
    collect(parent.path("schema"), whole, properties, required);
    if (properties.has("success")) {
      required.retainAll(properties.propertyStream().map(Map.Entry::getKey).toList());
      merged.set("required", SimJson.toTree(required));
      parent.set("schema", merged);
    }
  }

  private static void collect(
      JsonNode schema, JsonNode whole, ObjectNode properties, Set<String> required) {
    if (schema.has("$ref")) {
      collect(whole.at(schema.path("$ref").asText().substring(1)), whole, properties, required);
    }
    schema.path("allOf").forEach(part -> collect(part, whole, properties, required));
    schema
        .path("properties")
        .properties()
        .forEach(one -> properties.set(one.getKey(), one.getValue()));
    schema.path("required").forEach(one -> required.add(one.asText()));
  }

  private static List<String> references(JsonNode node) {
    var references = new ArrayList<String>();
    node.findValues("$ref").forEach(reference -> references.add(reference.asText()));
    return references;
  }
}
