package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single fields of Stripe's objects: null where a field is missing or null. */
final class StripeJson {

  private StripeJson() {}

  static @Nullable JsonNode node(@Nullable JsonNode object, String... path) {
    var at = object;
    for (String name : path) {
      if (at == null) {
        return null;
      }
      at = at.get(name);
    }
    return at == null || at.isNull() ? null : at;
  }

  static @Nullable String text(@Nullable JsonNode object, String... path) {
    var found = node(object, path);
    return found == null || !found.isValueNode() ? null : found.asText();
  }

  static String requiredText(JsonNode object, String... path) {
    var found = text(object, path);
    if (found == null) {
      throw new IllegalArgumentException("object of Stripe without " + String.join(".", path));
    }
    return found;
  }

  /** The id of a reference, which Stripe gives as the id alone or, expanded, as the object. */
  static @Nullable String reference(@Nullable JsonNode object, String... path) {
    var found = node(object, path);
    return found != null && found.isObject() ? text(found, "id") : text(object, path);
  }

  static @Nullable Instant instant(@Nullable JsonNode object, String... path) {
    var found = node(object, path);
    return found == null ? null : Instant.ofEpochSecond(found.asLong());
  }

  static @Nullable Long number(@Nullable JsonNode object, String... path) {
    var found = node(object, path);
    return found == null ? null : Long.valueOf(found.asLong());
  }

  static long amount(@Nullable JsonNode object, String... path) {
    var found = node(object, path);
    return found == null ? 0 : found.asLong();
  }

  static boolean flag(@Nullable JsonNode object, String... path) {
    var found = node(object, path);
    return found != null && found.asBoolean();
  }

  static Map<String, String> metadata(@Nullable JsonNode object, String... path) {
    var found = node(object, path);
    var read = new LinkedHashMap<String, String>();
    if (found != null) {
      found.properties().forEach(entry -> read.put(entry.getKey(), entry.getValue().asText()));
    }
    return Map.copyOf(read);
  }
}
