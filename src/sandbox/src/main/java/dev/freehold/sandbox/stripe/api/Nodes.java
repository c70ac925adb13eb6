package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing fields of Stripe's objects. What only the sandbox knows is below {@code
 * _sim}.
 */
public final class Nodes {

  private static final String SIM = "_sim";

  private Nodes() {}

  public static String id(JsonNode object) {
    return object.path("id").asText();
  }

  public static String text(JsonNode object, String field) {
    return textOrNull(object, field) instanceof String text ? text : "";
  }

  public static @Nullable String textOrNull(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? value.textValue() : null;
  }

  public static long number(JsonNode object, String field) {
    return object.path(field).asLong();
  }

  /** Empty for null and for what is not there. */
  public static Optional<Long> numberIfAny(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isNumber() ? Optional.of(value.longValue()) : Optional.empty();
  }

  public static boolean is(JsonNode object, String field, String value) {
    return value.equals(textOrNull(object, field));
  }

  public static boolean isTrue(JsonNode object, String field) {
    return object.path(field).asBoolean(false);
  }

  /** The object at a path such as {@code items.data}, which must be there. */
  public static ObjectNode object(ObjectNode object, String field) {
    return (ObjectNode) object.get(field);
  }

  /** The rows of a list object that stands in {@code field}. */
  public static List<ObjectNode> data(JsonNode object, String field) {
    var rows = new ArrayList<ObjectNode>();
    object.path(field).path("data").forEach(row -> rows.add((ObjectNode) row));
    return rows;
  }

  /** Puts {@code row} into the list object that stands in {@code field}. */
  public static void add(ObjectNode object, String field, ObjectNode row) {
    ObjectNode list = object(object, field);
    ArrayNode data = (ArrayNode) list.get("data");
    data.add(row);
    list.put("total_count", data.size());
  }

  /** What only the sandbox knows of a row; made when missing. */
  public static ObjectNode sim(ObjectNode row) {
    return row.get(SIM) instanceof ObjectNode sim ? sim : row.putObject(SIM);
  }

  /** The same for reading: nothing is made. */
  public static JsonNode simOf(JsonNode row) {
    return row.path(SIM);
  }

  /** A copy as Stripe would send it. */
  public static ObjectNode visible(ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    copy.remove(SIM);
    return copy;
  }

  public static ObjectNode list(String url, List<ObjectNode> rows, boolean hasMore) {
    ObjectNode list = SimJson.object().put("object", "list");
    list.putArray("data").addAll(rows);
    return list.put("has_more", hasMore).put("url", url);
  }

  /** The answer to a delete. */
  public static ObjectNode deleted(ObjectNode row) {
    return SimJson.object()
        .put("id", id(row))
        .put("object", text(row, "object"))
        .put("deleted", true);
  }

  /** {@code previous_attributes}: the fields that changed, with what they were; arrays whole. */
  public static ObjectNode previous(ObjectNode before, ObjectNode after) {
    ObjectNode previous = SimJson.object();
    for (var field : after.properties()) {
      JsonNode was = before.get(field.getKey());
      JsonNode is = field.getValue();
      if (field.getKey().equals(SIM) || is.equals(was)) {
        continue;
      }
      if (was instanceof ObjectNode wasObject && is instanceof ObjectNode isObject) {
        previous.set(field.getKey(), previous(wasObject, isObject));
      } else {
        previous.set(field.getKey(), was == null ? SimJson.mapper().nullNode() : was.deepCopy());
      }
    }
    before.properties().stream()
        .filter(field -> !field.getKey().equals(SIM) && !after.has(field.getKey()))
        .forEach(field -> previous.set(field.getKey(), field.getValue().deepCopy()));
    return previous;
  }
}
