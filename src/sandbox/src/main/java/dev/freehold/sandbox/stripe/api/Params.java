package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request or one nested hash of it. Every reader says first, by {@link
 * #accept}, which it knows: Stripe refuses all others.
 */
public final class Params {

  private static final int MAX_METADATA_KEYS = 50;
  private static final int MAX_METADATA_NAME = 40;
  private static final int MAX_METADATA_VALUE = 500;

  private final ObjectNode tree;
  private final String prefix;

  private Params(ObjectNode tree, String prefix) {
    this.tree = tree;
    this.prefix = prefix;
  }

  public static Params of(ObjectNode tree) {
    return new Params(tree, "");
  }

  /**
   * Refuses every parameter that is in neither list.
   *
   * @param known names with spaces between; {@code expand} is always known at the top
   * @param later names that Stripe knows and this sandbox answers with 501
   */
  public Params accept(String known, String later) {
    Set<String> here = Set.of(known.trim().split("\\s+"));
    List<String> notYet = Arrays.asList(later.trim().split("\\s+"));
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      String key = field.getKey();
      if (here.contains(key) || (prefix.isEmpty() && key.equals("expand"))) {
        continue;
      }
      if (notYet.contains(key)) {
        throw StripeError.notSimulated("the parameter " + name(key));
      }
      throw StripeError.invalid(name(key), "Received unknown parameter: " + name(key))
          .code("parameter_unknown");
    }
    return this;
  }

  public Params accept(String known) {
    return accept(known, "");
  }

  public boolean has(String key) {
    return tree.has(key);
  }

  /** Asked for with an empty value, which unsets. */
  public boolean unsets(String key) {
    return tree.path(key).isTextual() && tree.path(key).textValue().isEmpty();
  }

  /** Null when not given or empty. */
  public @Nullable String text(String key) {
    JsonNode value = tree.path(key);
    if (value.isObject()) {
      throw StripeError.invalid(name(key), "Invalid string: " + value);
    }
    return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
  }

  public String requiredText(String key) {
    if (!has(key)) {
      throw missing(key);
    }
    if (text(key) instanceof String text) {
      return text;
    }
    throw StripeError.invalid(
            name(key),
            "You passed an empty string for '%s'. We assume empty values are an attempt to unset a"
                    .formatted(name(key))
                + " parameter; however '%s' cannot be unset. You should remove '%s' from your"
                    .formatted(name(key), name(key))
                + " request or supply a non-empty value.")
        .code("parameter_invalid_empty");
  }

  public StripeError missing(String key) {
    return StripeError.invalid(name(key), "Missing required param: " + name(key) + ".")
        .code("parameter_missing");
  }

  public @Nullable Long integer(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw StripeError.invalid(name(key), "Invalid integer: " + text)
          .code("parameter_invalid_integer");
    }
  }

  public long integer(String key, long otherwise) {
    return integer(key) instanceof Long value ? value : otherwise;
  }

  public @Nullable Boolean bool(String key) {
    return switch (text(key)) {
      case null -> null;
      case "true" -> true;
      case "false" -> false;
      case String other -> throw StripeError.invalid(name(key), "Invalid boolean: " + other);
    };
  }

  public boolean bool(String key, boolean otherwise) {
    return bool(key) instanceof Boolean value ? value : otherwise;
  }

  /** Null when not given. */
  public @Nullable String oneOf(String key, String... words) {
    String text = text(key);
    if (text == null || List.of(words).contains(text)) {
      return text;
    }
    String others = String.join(", ", Arrays.asList(words).subList(0, words.length - 1));
    throw StripeError.invalid(
        name(key),
        "Invalid %s: must be one of %s or %s"
            .formatted(name(key), others, words[words.length - 1]));
  }

  public boolean isHash(String key) {
    return tree.path(key).isObject();
  }

  /** The nested hash, empty when not given. */
  public Params hash(String key) {
    return object(key) instanceof Params given ? given : new Params(SimJson.object(), name(key));
  }

  /** Null when not given or empty. */
  public @Nullable Params object(String key) {
    JsonNode value = tree.path(key);
    if (value.isTextual() && !value.textValue().isEmpty()) {
      throw StripeError.invalid(name(key), "Invalid object");
    }
    return value instanceof ObjectNode object ? new Params(object, name(key)) : null;
  }

  public List<Params> objects(String key) {
    var found = new ArrayList<Params>();
    if (tree.path(key) instanceof ObjectNode array) {
      for (Map.Entry<String, JsonNode> element : array.properties()) {
        String name = name(key) + "[" + element.getKey() + "]";
        if (!(element.getValue() instanceof ObjectNode object)) {
          throw StripeError.invalid(name, "Invalid object");
        }
        found.add(new Params(object, name));
      }
    } else if (has(key) && !unsets(key)) {
      throw StripeError.invalid(name(key), "Invalid array");
    }
    return found;
  }

  public List<String> texts(String key) {
    var found = new ArrayList<String>();
    if (tree.path(key) instanceof ObjectNode array) {
      array.properties().forEach(element -> found.add(element.getValue().asText()));
    } else if (has(key) && !unsets(key)) {
      throw StripeError.invalid(name(key), "Invalid array");
    }
    return found;
  }

  /** Writes each given text to {@code target}; an empty one writes null. */
  public void copyTexts(ObjectNode target, String... keys) {
    for (String key : keys) {
      if (has(key)) {
        target.put(key, text(key));
      }
    }
  }

  /** Merges {@code metadata}: an empty value takes a key away, empty metadata takes all. */
  public void copyMetadata(ObjectNode target) {
    if (unsets("metadata")) {
      target.putObject("metadata");
    }
    if (object("metadata") instanceof Params given) {
      ObjectNode metadata =
          target.get("metadata") instanceof ObjectNode there ? there : target.putObject("metadata");
      for (Map.Entry<String, JsonNode> field : given.tree.properties()) {
        given.putMetadata(metadata, field.getKey());
      }
      if (metadata.size() > MAX_METADATA_KEYS) {
        throw StripeError.invalid(name("metadata"), "You can specify up to 50 keys.");
      }
    }
  }

  private void putMetadata(ObjectNode metadata, String key) {
    String value = text(key);
    if (value == null) {
      metadata.remove(key);
      return;
    }
    if (key.length() > MAX_METADATA_NAME || value.length() > MAX_METADATA_VALUE) {
      throw StripeError.invalid(
          name(key), "Metadata keys can have up to 40 characters and values up to 500 characters.");
    }
    metadata.put(key, value);
  }

  /** The parameter as a client wrote it, such as {@code line_items[0][price]}. */
  public String name(String key) {
    return prefix.isEmpty() ? key : prefix + "[" + key + "]";
  }

  /** What was sent, for comparing two requests. */
  public String canonical() {
    return new String(SimJson.bytes(tree), StandardCharsets.UTF_8);
  }
}
