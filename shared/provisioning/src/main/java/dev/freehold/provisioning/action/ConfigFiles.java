package dev.freehold.provisioning.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Json;
import dev.freehold.provisioning.job.JobPayload;
import dev.freehold.registry.Environment;
import dev.freehold.registry.resource.Hostnames;
import dev.freehold.registry.resource.ResourceNames;
import dev.freehold.stacks.PublishedFeature;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a console that follow from what the platform has; the same input, the same text. */
final class ConfigFiles {

  static final String PACKAGE = "package.json";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String HEAD = "// Written by Freehold. Changes here are overwritten.\n";

  /** Whose console it is. */
  record Site(String platformKey, Environment environment, String freeholdUrl, String zone) {}

  private ConfigFiles() {}

  /**
   * @param packageJson as it stands in the branch; only its dependencies on features are touched
   */
  static SortedMap<String, String> render(JobPayload payload, Site site, String packageJson) {
    var files = new TreeMap<String, String>();
    files.put("src/config/features.config.ts", constant("features", features(payload)));
    files.put("src/config/env.config.ts", constant("env", env(site)));
    files.put("src/config/auth.config.ts", constant("auth", auth(payload, site)));
    files.put(PACKAGE, dependencies(payload, packageJson));
    return files;
  }

  private static ArrayNode features(JobPayload payload) {
    ArrayNode features = NODES.arrayNode();
    for (PublishedFeature feature : payload.features()) {
      ObjectNode entry = features.addObject();
      entry.put("id", feature.featureId()).put("version", feature.version());
      entry.set("routes", feature.manifest().path("routes").deepCopy());
      JsonNode name = feature.manifest().path("package");
      entry.set("package", name.isTextual() ? name : NODES.nullNode());
    }
    return features;
  }

  private static ObjectNode env(Site site) {
    return NODES
        .objectNode()
        .put("platformKey", site.platformKey())
        .put("environment", site.environment().word())
        .put("freeholdUrl", site.freeholdUrl());
  }

  private static ObjectNode auth(JobPayload payload, Site site) {
    ObjectNode services = NODES.objectNode();
    for (PublishedFeature feature : payload.features()) {
      if (feature.manifest().at("/worker/public").asBoolean()) {
        services.put(feature.featureId(), "https://" + hostname(feature.featureId(), site));
      }
    }
    return services;
  }

  private static String hostname(String service, Site site) {
    return Hostnames.of(
        service,
        Hostnames.Target.WORKER,
        site.environment(),
        ResourceNames.DEFAULT_STACK,
        site.platformKey(),
        site.zone());
  }

  private static String constant(String name, JsonNode value) {
    return HEAD + "export const " + name + " = " + pretty(value) + " as const;\n";
  }

  private static String dependencies(JobPayload payload, String packageJson) {
    ObjectNode root =
        packageJson.isBlank() ? NODES.objectNode() : Json.tree(packageJson).deepCopy();
    ObjectNode dependencies = root.withObjectProperty("dependencies");
    for (PublishedFeature feature : payload.features()) {
      JsonNode name = feature.manifest().path("package");
      if (name.isTextual()) {
        dependencies.put(name.asText(), feature.version());
      }
    }
    return pretty(root) + "\n";
  }

  private static String pretty(JsonNode value) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is writable", e);
    }
  }
}
