package dev.freehold.provisioning.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.resource.ResourceNames;
import dev.freehold.stacks.PublishedFeature;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What a Worker is uploaded with: its bindings, variables and the tags it is known by. */
final class WorkerMetadata {

  private static final List<StepKind> BOUND =
      List.of(StepKind.CREATE_D1, StepKind.CREATE_R2, StepKind.CREATE_KV, StepKind.CREATE_QUEUE);
  private static final int TAG_LENGTH = 16;

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<String> tags;

  WorkerMetadata(StepWork work, PublishedFeature feature, String freeholdUrl) {
    JsonNode worker = feature.manifest().path("worker");
    json.put("main_module", worker.path("mainModule").asText());
    json.put("compatibility_date", worker.path("compatibilityDate").asText());
    json.set("compatibility_flags", worker.path("compatibilityFlags").deepCopy());
    ArrayNode bindings = json.putArray("bindings");
    work.steps().stream()
        .filter(step -> BOUND.contains(step.kind()))
        .filter(step -> step.environment() == work.step().environment())
        .filter(step -> feature.featureId().equals(step.input().featureId()))
        .forEach(step -> bind(bindings.addObject(), step));
    variables(bindings, work, freeholdUrl);
    this.tags =
        List.of(
            "fh:" + first(Objects.requireNonNullElse(feature.bundleSha256(), "")),
            "cfg:" + first(HexFormat.of().formatHex(Hashes.sha256(Json.write(json)))));
    json.putArray("keep_bindings").add("secret_text");
    ArrayNode array = json.putArray("tags");
    tags.forEach(array::add);
  }

  JsonNode json() {
    return json;
  }

  /** Of the bundle and of everything else; both there = nothing to upload. */
  List<String> tags() {
    return tags;
  }

  private static void bind(ObjectNode binding, Step step) {
    String id = Existing.id(step.output());
    String name = step.input().binding();
    switch (step.kind()) {
      case CREATE_D1 -> binding.put("type", "d1").put("name", name).put("id", id);
      case CREATE_R2 ->
          binding.put("type", "r2_bucket").put("name", name).put("bucket_name", step.target());
      case CREATE_KV ->
          binding.put("type", "kv_namespace").put("name", name).put("namespace_id", id);
      case CREATE_QUEUE ->
          binding.put("type", "queue").put("name", name).put("queue_name", step.target());
      default -> throw new IllegalStateException(step.kind() + " binds nothing");
    }
  }

  private static void variables(ArrayNode bindings, StepWork work, String freeholdUrl) {
    text(bindings, "PLATFORM_KEY", work.platform().key());
    text(bindings, "PLATFORM_ID", work.job().platformId().toString());
    text(bindings, "STACK_KEY", ResourceNames.DEFAULT_STACK);
    text(bindings, "ENTITY_ID", String.valueOf(work.job().entityId()));
    text(bindings, "ENVIRONMENT", work.step().inEnvironment().word());
    text(bindings, "FEATURE_CONFIG", "{}");
    text(bindings, "FREEHOLD_URL", freeholdUrl);
  }

  private static void text(ArrayNode bindings, String name, String value) {
    bindings.addObject().put("type", "plain_text").put("name", name).put("text", value);
  }

  private static String first(String hex) {
    return hex.length() > TAG_LENGTH ? hex.substring(0, TAG_LENGTH) : hex;
  }
}
