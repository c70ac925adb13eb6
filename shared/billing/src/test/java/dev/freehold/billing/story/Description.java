package dev.freehold.billing.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;

/** Stripe's published description, where it lies beside the checkout: judges what we send. */
final class Description {

  private final JsonNode paths;

  private Description(JsonNode paths) {
    this.paths = paths;
  }

  /** Empty where the folder is not there. */
  static Optional<Description> load() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/contracts/stripe-openapi.yaml");
      if (Files.exists(file)) {
        return Optional.of(read(file));
      }
    }
    return Optional.empty();
  }

  private static Description read(Path file) {
    var options = new LoaderOptions();
    options.setCodePointLimit(64 * 1024 * 1024);
    try {
      var yaml = new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build());
      return new Description(yaml.readTree(file.toFile()).get("paths"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the description does not allow in a request; empty = it is as described. */
  List<String> faults(Recorder.Sent sent) {
    var operation = operation(sent);
    if (operation == null) {
      return List.of("no " + sent.method() + " " + sent.path());
    }
    var form = decoded(sent.form());
    if (sent.method().equals("GET")) {
      return form.keySet().stream().filter(name -> !isParameter(operation, name)).toList();
    }
    var faults = new ArrayList<String>();
    var schema = operation.at("/requestBody/content/application~1x-www-form-urlencoded/schema");
    check(sent.path(), form, schema, faults);
    return faults;
  }

  private JsonNode operation(Recorder.Sent sent) {
    for (var entry : paths.properties()) {
      var pattern = entry.getKey().replaceAll("\\{[^}]+}", "[^/]+");
      if (sent.path().matches(pattern)) {
        var found = entry.getValue().get(sent.method().toLowerCase(java.util.Locale.ROOT));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static boolean isParameter(JsonNode operation, String name) {
    return operation
        .path("parameters")
        .valueStream()
        .anyMatch(each -> each.get("name").asText().equals(name));
  }

  /** {@code a[b][0]=c} as maps in maps. */
  private static Map<String, Object> decoded(String form) {
    var root = new LinkedHashMap<String, Object>();
    for (String pair : form.isEmpty() ? new String[0] : form.split("&")) {
      var name = URLDecoder.decode(pair.substring(0, pair.indexOf('=')), StandardCharsets.UTF_8);
      var value = URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8);
      var parts = name.replace("]", "").split("\\[");
      Map<String, Object> at = root;
      for (int i = 0; i < parts.length - 1; i++) {
        at = inner(at, parts[i]);
      }
      at.put(parts[parts.length - 1], value);
    }
    return root;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> inner(Map<String, Object> outer, String name) {
    return (Map<String, Object>)
        outer.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
  }

  private static void check(String place, Object value, JsonNode schema, List<String> faults) {
    if (schema.has("anyOf")) {
      checkAny(place, value, schema.get("anyOf"), faults);
    } else if (value instanceof Map<?, ?> map && schema.has("items")) {
      map.forEach((index, item) -> check(place + "[]", item, schema.get("items"), faults));
    } else if (value instanceof Map<?, ?> map) {
      checkObject(place, map, schema, faults);
    } else {
      checkText(place, value.toString(), schema, faults);
    }
  }

  private static void checkAny(String place, Object value, JsonNode choices, List<String> faults) {
    List<String> last = List.of();
    for (JsonNode choice : choices) {
      var found = new ArrayList<String>();
      check(place, value, choice, found);
      if (found.isEmpty()) {
        return;
      }
      last = found;
    }
    faults.addAll(last);
  }

  private static void checkObject(
      String place, Map<?, ?> map, JsonNode schema, List<String> faults) {
    map.forEach(
        (name, value) -> {
          var known = schema.path("properties").get(name.toString());
          if (known != null) {
            check(place + "." + name, value, known, faults);
          } else if (!schema.path("additionalProperties").isObject()) {
            faults.add(place + "." + name + " is not described");
          }
        });
    for (JsonNode name : schema.path("required")) {
      if (!map.containsKey(name.asText())) {
        faults.add(place + "." + name.asText() + " is missing");
      }
    }
  }

  private static void checkText(String place, String text, JsonNode schema, List<String> faults) {
    boolean fits =
        switch (schema.path("type").asText()) {
          case "integer" -> text.matches("-?\\d+");
          case "boolean" -> text.matches("true|false");
          case "number" -> text.matches("-?\\d+(\\.\\d+)?");
          case "string" ->
              text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
                  && (!schema.has("enum")
                      || schema.get("enum").valueStream().anyMatch(e -> e.asText().equals(text)));
          default -> false;
        };
    if (!fits) {
      faults.add(place + " = " + text);
    }
  }
}
