package dev.freehold.stacks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at a JSON document field by field and notes every fault at once, each with its path. */
final class DocumentCheck {

  private final List<FieldError> faults = new ArrayList<>();

  List<FieldError> faults() {
    return List.copyOf(faults);
  }

  void fault(String path, String code, String message) {
    faults.add(new FieldError(path, code, message));
  }

  /** One object of the document; asks for its fields by name and says which were not asked for. */
  final class Node {
    private final JsonNode json;
    private final String path;
    private final Set<String> known = new HashSet<>();

    Node(JsonNode json, String path) {
      this.json = json;
      this.path = path;
    }

    String at(String field) {
      return path.isEmpty() ? field : path + "." + field;
    }

    /** Null when it is not there, or JSON null. */
    @Nullable JsonNode get(String field) {
      known.add(field);
      JsonNode value = json.get(field);
      return value == null || value.isNull() ? null : value;
    }

    private @Nullable JsonNode required(String field) {
      JsonNode value = get(field);
      if (value == null) {
        fault(at(field), "REQUIRED", "is missing");
      }
      return value;
    }

    @Nullable String text(String field, Pattern pattern) {
      JsonNode value = required(field);
      return value == null ? null : matching(value, at(field), pattern);
    }

    @Nullable String optionalText(String field, Pattern pattern) {
      JsonNode value = get(field);
      return value == null ? null : matching(value, at(field), pattern);
    }

    void integer(String field, int min, int max, boolean isRequired) {
      JsonNode value = isRequired ? required(field) : get(field);
      if (value == null) {
        return;
      }
      if (!value.isIntegralNumber()) {
        fault(at(field), "TYPE", "must be a whole number");
      } else if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
        fault(at(field), "RANGE", "must be %d to %d".formatted(min, max));
      }
    }

    /** False also when it is not there or no boolean. */
    boolean bool(String field, boolean isRequired) {
      JsonNode value = isRequired ? required(field) : get(field);
      if (value != null && !value.isBoolean()) {
        fault(at(field), "TYPE", "must be true or false");
      }
      return value != null && value.booleanValue();
    }

    /** Null when it is not there or no object. */
    @Nullable Node object(String field) {
      JsonNode value = get(field);
      if (value == null) {
        return null;
      }
      if (!value.isObject()) {
        fault(at(field), "TYPE", "must be an object");
        return null;
      }
      return new Node(value, at(field));
    }

    void objects(String field, int max, BiConsumer<Node, Integer> each) {
      int index = 0;
      for (JsonNode item : array(field, max)) {
        String place = at(field) + "[" + index + "]";
        if (item.isObject()) {
          var node = new Node(item, place);
          each.accept(node, index);
          node.refuseUnknown();
        } else {
          fault(place, "TYPE", "must be an object");
        }
        index++;
      }
    }

    void texts(String field, int max, Pattern pattern) {
      int index = 0;
      for (JsonNode item : array(field, max)) {
        var unused = matching(item, at(field) + "[" + index++ + "]", pattern);
      }
    }

    private Iterable<JsonNode> array(String field, int max) {
      JsonNode value = get(field);
      if (value == null) {
        return List.of();
      }
      if (!value.isArray()) {
        fault(at(field), "TYPE", "must be a list");
        return List.of();
      }
      if (value.size() > max) {
        fault(at(field), "SIZE", "must have at most %d items".formatted(max));
        return List.of();
      }
      return value;
    }

    void refuseUnknown() {
      json.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  fault(at(name), "UNKNOWN_FIELD", "is not known");
                }
              });
    }
  }

  private @Nullable String matching(JsonNode value, String path, Pattern pattern) {
    if (!value.isTextual()) {
      fault(path, "TYPE", "must be text");
      return null;
    }
    if (!pattern.matcher(value.textValue()).matches()) {
      fault(path, "PATTERN", "must match " + pattern.pattern());
      return null;
    }
    return value.textValue();
  }
}
