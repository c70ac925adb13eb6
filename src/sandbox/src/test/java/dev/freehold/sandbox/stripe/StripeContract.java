package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.stripe.model.StripeObject;
import com.stripe.net.ApiMode;
import com.stripe.net.LiveStripeResponseGetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Stripe's published OpenAPI description, where it lies beside the checkout, and stripe-java's
 * model classes. The description is of version 2023-08-16; what the current version no longer has
 * is listed in {@link #GONE_SINCE}. What came since is held against the model classes, which are of
 * the current version: a field they do not know is a fault.
 */
final class StripeContract {

  private static final Map<String, Set<String>> GONE_SINCE =
      Map.of(
          "subscription", Set.of("current_period_end", "current_period_start"),
          "invoice", Set.of("paid", "paid_out_of_band", "total_tax_amounts"),
          "line_item", Set.of("proration", "type"),
          "product", Set.of("features"));

  private static final String REFERENCE = "#/components/schemas/";
  private static final Optional<StripeContract> LOADED = find().map(StripeContract::load);

  private final JsonNode schemas;

  private StripeContract(JsonNode schemas) {
    this.schemas = schemas;
  }

  /** Empty where the folder is not there. */
  static Optional<StripeContract> loaded() {
    return LOADED;
  }

  private static Optional<Path> find() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path file = at.resolveSibling("shared/contracts/stripe-openapi.yaml");
      if (Files.exists(at.resolve("mvnw")) || Files.isDirectory(at.resolve("functions"))) {
        return Optional.of(file).filter(Files::exists);
      }
      at = at.getParent();
    }
    return Optional.empty();
  }

  private static StripeContract load(Path file) {
    var options = new LoaderOptions();
    options.setCodePointLimit(64 << 20);
    options.setMaxAliasesForCollections(10_000);
    var mapper = new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build());
    try {
      return new StripeContract(mapper.readTree(file.toFile()).at("/components/schemas"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Faults of an answer: an object, a list of objects, a deleted object or an error. */
  List<String> faults(JsonNode answer) {
    return faults(answer, GONE_SINCE);
  }

  /** The same of an answer in the description's own version. */
  List<String> faultsOfOldVersion(JsonNode answer) {
    return faults(answer, Map.of());
  }

  private List<String> faults(JsonNode answer, Map<String, Set<String>> gone) {
    var faults = new ArrayList<String>();
    if (answer.path("object").asText().equals("list")) {
      answer.path("data").forEach(row -> faults.addAll(faults(row, gone)));
      return faults;
    }
    String schema = schemaOf(answer);
    if (schemas.has(schema)) {
      new Reading(gone, faults).check(answer, schemas.path(schema), schema, schema);
    }
    if (schema.equals("event")) {
      faults.addAll(faults(answer.at("/data/object"), gone));
    }
    return faults;
  }

  private static String schemaOf(JsonNode answer) {
    String object = answer.path("object").asText("error");
    return answer.path("deleted").asBoolean() ? "deleted_" + object : object;
  }

  /** Fields that the current version's model classes do not know. */
  static List<String> unknownFields(JsonNode answer) throws IOException {
    if (!answer.has("object") || answer.path("object").asText().equals("list")) {
      var faults = new ArrayList<String>();
      for (JsonNode row : answer.path("data")) {
        faults.addAll(unknownFields(row));
      }
      return faults;
    }
    StripeObject model =
        StripeObject.deserializeStripeObject(
            answer.toString(), new LiveStripeResponseGetter(), ApiMode.V1);
    var faults = new ArrayList<String>();
    if (answer.path("object").asText().equals("event")) {
      faults.addAll(unknownFields(answer.at("/data/object")));
    } else {
      JsonNode known = new ObjectMapper().readTree(model.toJson());
      compare(answer, known, answer.path("object").asText(), faults);
    }
    return faults;
  }

  private static void compare(JsonNode ours, JsonNode theirs, String path, List<String> faults) {
    if (ours.isArray()) {
      for (int i = 0; i < ours.size(); i++) {
        compare(ours.get(i), theirs.path(i), path + "[]", faults);
      }
    }
    for (Map.Entry<String, JsonNode> field : ours.properties()) {
      String below = path + "." + field.getKey();
      if (!theirs.has(field.getKey()) && !below.endsWith(".total_count")) {
        faults.add(below + " is not in the model class");
      } else if (theirs.path(field.getKey()).isContainerNode()) {
        compare(field.getValue(), theirs.get(field.getKey()), below, faults);
      }
    }
  }

  /** One answer read against its schema. */
  private final class Reading {
    private final Map<String, Set<String>> gone;
    private final List<String> faults;

    Reading(Map<String, Set<String>> gone, List<String> faults) {
      this.gone = gone;
      this.faults = faults;
    }

    private void check(JsonNode value, JsonNode schema, String name, String path) {
      if (schema.has("$ref")) {
        String target = schema.path("$ref").asText().substring(REFERENCE.length());
        check(value, schemas.path(target), target, path);
        return;
      }
      if (value.isNull()) {
        if (!schema.path("nullable").asBoolean()) {
          faults.add(path + " is null");
        }
        return;
      }
      if (schema.has("anyOf")) {
        checkAnyOf(value, schema.path("anyOf"), path);
        return;
      }
      checkType(value, schema, path);
      checkFields(value, schema, name, path);
      if (value.isArray()) {
        value.forEach(element -> check(element, schema.path("items"), "items", path + "[]"));
      }
    }

    private void checkAnyOf(JsonNode value, JsonNode choices, String path) {
      var tried = new ArrayList<List<String>>();
      for (JsonNode choice : choices) {
        var ofThis = new ArrayList<String>();
        new Reading(gone, ofThis).check(value, choice, "anyOf", path);
        if (ofThis.isEmpty()) {
          return;
        }
        tried.add(ofThis);
      }
      faults.addAll(tried.getLast());
    }

    private void checkType(JsonNode value, JsonNode schema, String path) {
      boolean fits =
          switch (schema.path("type").asText("any")) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
          };
      if (!fits) {
        faults.add(path + " is " + value.getNodeType() + ", not " + schema.path("type"));
      }
      var words = new HashSet<String>();
      schema.path("enum").forEach(word -> words.add(word.asText()));
      if (!words.isEmpty() && !words.contains(value.asText())) {
        faults.add(path + " is " + value + ", not one of " + words);
      }
    }

    private void checkFields(JsonNode value, JsonNode schema, String name, String path) {
      for (JsonNode required : schema.path("required")) {
        boolean isGone = gone.getOrDefault(name, Set.of()).contains(required.asText());
        if (value.has(required.asText()) == isGone) {
          faults.add(
              path + "." + required.asText() + (isGone ? " is of an old version" : " misses"));
        }
      }
      for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
        if (value.has(field.getKey())) {
          check(
              value.get(field.getKey()),
              field.getValue(),
              field.getKey(),
              path + "." + field.getKey());
        }
      }
      JsonNode others = schema.path("additionalProperties");
      if (others.isObject() && !schema.has("properties")) {
        value
            .properties()
            .forEach(field -> check(field.getValue(), others, "any", path + "." + field.getKey()));
      }
    }
  }
}
