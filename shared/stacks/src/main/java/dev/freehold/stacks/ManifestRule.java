package dev.freehold.stacks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a feature's manifest may say (stacks page, 5.3): every fault at once. */
final class ManifestRule {

  private static final Pattern NAME = Pattern.compile("(?s).{1,128}");
  private static final Pattern TEXT = Pattern.compile("(?s).{1,1024}");
  private static final Pattern PACKAGE =
      Pattern.compile("(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]{0,200}");
  private static final Pattern MODULE = Pattern.compile("[\\w./-]{1,200}\\.(js|mjs)");
  private static final Pattern DATE = Pattern.compile("20[0-9]{2}-(0[1-9]|1[0-2])-[0-3][0-9]");
  private static final Pattern FLAG = Pattern.compile("[a-z0-9_]{1,64}");
  private static final Pattern CRON = Pattern.compile("[0-9A-Za-z*/,#\\- ]{9,100}");
  private static final Pattern TYPE = Pattern.compile("d1|r2|kv|queue");
  private static final Pattern BINDING = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
  private static final Pattern FOLDER = Pattern.compile("migrations/");
  private static final Pattern SECRET = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final Pattern SOURCE = Pattern.compile("generated|provided");
  private static final Pattern ROUTE = Pattern.compile("/[\\w/:.-]{0,199}");

  private static final int RESOURCES = 4;
  private static final int SECRETS = 50;
  private static final int OTHERS = 50;

  private final DocumentCheck check = new DocumentCheck();
  private final Set<String> bindings = new HashSet<>();

  private ManifestRule() {}

  /**
   * @return the faults, in the order of the fields; empty = valid
   */
  static List<FieldError> faults(String featureId, JsonNode manifest, boolean hasBundle) {
    var rule = new ManifestRule();
    rule.document(featureId, manifest, hasBundle);
    return rule.check.faults();
  }

  private void document(String featureId, JsonNode manifest, boolean hasBundle) {
    if (!manifest.isObject()) {
      check.fault("manifest", "TYPE", "must be an object");
      return;
    }
    var node = check.new Node(manifest, "manifest");
    node.integer("schemaVersion", 1, 1, true);
    node.text("displayName", NAME);
    node.text("description", TEXT);
    node.optionalText("icon", TEXT);
    node.optionalText("package", PACKAGE);
    worker(node, hasBundle);
    resources(node);
    secrets(node);
    permissions(node, featureId);
    node.texts("routes", OTHERS, ROUTE);
    node.refuseUnknown();
  }

  /** A service, a worker and a bundle: all or none. */
  private void worker(DocumentCheck.Node node, boolean hasBundle) {
    boolean requiresService = node.bool("requiresService", true);
    DocumentCheck.Node worker = node.object("worker");
    if (requiresService != (worker != null)) {
      check.fault(
          node.at("worker"),
          requiresService ? "REQUIRED" : "UNKNOWN_FIELD",
          "is there exactly when requiresService is true");
    }
    if (!requiresService && hasBundle) {
      check.fault(node.at("requiresService"), "REQUIRED", "a bundle serves nothing without it");
    }
    if (worker != null) {
      worker.text("mainModule", MODULE);
      worker.text("compatibilityDate", DATE);
      worker.texts("compatibilityFlags", OTHERS, FLAG);
      worker.bool("public", false);
      worker.texts("crons", OTHERS, CRON);
      worker.refuseUnknown();
    }
  }

  private void resources(DocumentCheck.Node node) {
    var types = new HashSet<String>();
    node.objects(
        "resources",
        RESOURCES,
        (resource, index) -> {
          String type = resource.text("type", TYPE);
          if (type != null && !types.add(type)) {
            check.fault(resource.at("type"), "DUPLICATE", "one resource of each type");
          }
          bind(resource.text("binding", BINDING), resource.at("binding"));
          if ("d1".equals(type)) {
            resource.optionalText("migrations", FOLDER);
          }
          if ("queue".equals(type)) {
            consumer(resource.object("consumer"));
          }
        });
  }

  private static void consumer(DocumentCheck.@Nullable Node consumer) {
    if (consumer != null) {
      consumer.integer("batchSize", 1, 100, false);
      consumer.integer("maxRetries", 0, 100, false);
      consumer.integer("maxWaitMs", 0, 60_000, false);
      consumer.refuseUnknown();
    }
  }

  private void secrets(DocumentCheck.Node node) {
    node.objects(
        "secrets",
        SECRETS,
        (secret, index) -> {
          bind(secret.text("name", SECRET), secret.at("name"));
          boolean isGenerated = "generated".equals(secret.text("source", SOURCE));
          if (isGenerated) {
            secret.integer("bytes", 16, 64, true);
          }
          secret.bool("required", false);
        });
  }

  /** Bindings and secrets are variables of one Worker: no name twice. */
  private void bind(@Nullable String name, String path) {
    if (name != null && !bindings.add(name)) {
      check.fault(path, "BINDING_CONFLICT", "%s is bound already".formatted(name));
    }
  }

  private void permissions(DocumentCheck.Node node, String featureId) {
    var key = Pattern.compile("app\\." + Pattern.quote(featureId) + ":[a-z0-9-]{1,40}");
    var keys = new HashSet<String>();
    node.objects(
        "permissions",
        OTHERS,
        (permission, index) -> {
          String word = permission.text("key", key);
          if (word != null && !keys.add(word)) {
            check.fault(permission.at("key"), "DUPLICATE", "%s is there already".formatted(word));
          }
          permission.text("label", NAME);
          permission.bool("required", false);
        });
  }
}
