package dev.freehold.verify.generated;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Maybe;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON schemas of records, and an example of each. */
final class Schemas {

  private final Map<String, Map<String, Object>> components = new TreeMap<>();
  private final Map<String, Class<?>> names = new TreeMap<>();

  Map<String, Map<String, Object>> components() {
    return components;
  }

  Map<String, Object> ofRequest(Class<?> type) {
    return of(type, false);
  }

  /** Every field of an answer is present, null when unset. */
  Map<String, Object> ofAnswer(Class<?> type) {
    return of(type, true);
  }

  static Map<String, Object> page(Map<String, Object> element) {
    var page = new LinkedHashMap<String, Object>();
    page.put("type", "object");
    page.put("required", List.of("data", "pagination"));
    var pagination = new LinkedHashMap<String, Object>();
    pagination.put("type", "object");
    pagination.put("required", List.of("hasMore", "nextCursor"));
    var fields = new LinkedHashMap<String, Object>();
    fields.put("hasMore", Map.of("type", "boolean"));
    fields.put("nextCursor", Map.of("type", List.of("string", "null")));
    pagination.put("properties", fields);
    var properties = new LinkedHashMap<String, Object>();
    properties.put("data", array(element));
    properties.put("pagination", pagination);
    page.put("properties", properties);
    return page;
  }

  Map<String, Object> problem() {
    components.computeIfAbsent(
        "Problem",
        name -> {
          var properties = new LinkedHashMap<String, Object>();
          for (String field : List.of("type", "title", "detail", "instance", "code", "requestId")) {
            properties.put(field, Map.of("type", "string"));
          }
          properties.put("status", Map.of("type", "integer"));
          properties.put("errors", Map.of("type", "array"));
          var problem = new LinkedHashMap<String, Object>();
          problem.put("type", "object");
          problem.put("required", List.of("type", "title", "status", "code", "requestId"));
          problem.put("properties", properties);
          return problem;
        });
    return Map.of("$ref", "#/components/schemas/Problem");
  }

  private static Map<String, Object> array(Map<String, Object> element) {
    var array = new LinkedHashMap<String, Object>();
    array.put("type", "array");
    array.put("items", element);
    return array;
  }

  private Map<String, Object> of(Type type, boolean isAnswer) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, isAnswer);
    }
    var simple = type instanceof Class<?> c ? simple(c) : null;
    if (simple != null) {
      return new TreeMap<>(simple);
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      var schema = new TreeMap<String, Object>();
      schema.put("type", "string");
      schema.put("enum", words(c));
      return schema;
    }
    if (type instanceof Class<?> c && c.isArray()) {
      return array(of(c.getComponentType(), isAnswer));
    }
    if (type instanceof Class<?> c && c.isRecord()) {
      return reference(c, isAnswer);
    }
    if (type instanceof Class<?> c && c.isSealed()) {
      var either = Arrays.stream(c.getPermittedSubclasses()).map(one -> of(one, isAnswer)).toList();
      return new TreeMap<>(Map.of("oneOf", either));
    }
    return new TreeMap<>();
  }

  private Map<String, Object> ofGeneric(ParameterizedType generic, boolean isAnswer) {
    var raw = (Class<?>) generic.getRawType();
    Type[] arguments = generic.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) {
      return array(of(arguments[0], isAnswer));
    }
    if (Map.class.isAssignableFrom(raw)) {
      var map = new LinkedHashMap<String, Object>();
      map.put("type", "object");
      map.put("additionalProperties", of(arguments[1], isAnswer));
      return map;
    }
    if (raw == Maybe.class) {
      return nullable(of(arguments[0], isAnswer));
    }
    return raw.isRecord() ? reference(raw, isAnswer) : new TreeMap<>();
  }

  private static @Nullable Map<String, Object> simple(Class<?> type) {
    if (type == String.class) {
      return Map.of("type", "string");
    }
    if (type == UUID.class) {
      return Map.of("type", "string", "format", "uuid");
    }
    if (type == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (type == LocalDate.class) {
      return Map.of("type", "string", "format", "date");
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == int.class || type == Integer.class || type == short.class) {
      return Map.of("type", "integer", "format", "int32");
    }
    if (type == long.class || type == Long.class) {
      return Map.of("type", "integer", "format", "int64");
    }
    return JsonNode.class.isAssignableFrom(type) ? Map.of() : null;
  }

  private static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private Map<String, Object> reference(Class<?> type, boolean isAnswer) {
    String name = name(type);
    if (!components.containsKey(name)) {
      var schema = new LinkedHashMap<String, Object>();
      components.put(name, schema);
      fill(schema, type, isAnswer);
    }
    return new TreeMap<>(Map.of("$ref", "#/components/schemas/" + name));
  }

  private String name(Class<?> type) {
    String simple = type.getSimpleName();
    for (String name :
        List.of(
            simple,
            type.getEnclosingClass() == null
                ? simple
                : type.getEnclosingClass().getSimpleName() + simple)) {
      Class<?> known = names.putIfAbsent(name, type);
      if (known == null || known == type) {
        return name;
      }
    }
    String full = type.getName().replace("dev.freehold.", "").replaceAll("[.$]", "_");
    names.put(full, type);
    return full;
  }

  private void fill(Map<String, Object> schema, Class<?> type, boolean isAnswer) {
    schema.put("type", "object");
    var required = new ArrayList<String>();
    Map<String, Object> properties = properties(type, isAnswer, required);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    if (!isAnswer) {
      schema.put("additionalProperties", false);
    }
  }

  /** Properties by name, in the order of the components; names the required ones besides. */
  private Map<String, Object> properties(Class<?> type, boolean isAnswer, List<String> required) {
    var properties = new LinkedHashMap<String, Object>();
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedElement field = field(type, component);
      if (field.isAnnotationPresent(JsonUnwrapped.class)) {
        // Written at the level of the others, and in some answers only.
        properties.putAll(properties(component.getType(), isAnswer, new ArrayList<>()));
        continue;
      }
      boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      Map<String, Object> property = of(component.getGenericType(), isAnswer);
      limits(property, field);
      properties.put(component.getName(), isNullable ? nullable(property) : property);
      if (isAnswer || isRequired(field)) {
        required.add(component.getName());
      }
    }
    return properties;
  }

  private static AnnotatedElement field(Class<?> type, RecordComponent component) {
    try {
      return type.getDeclaredField(component.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(type + " has no field " + component.getName(), e);
    }
  }

  private static boolean isRequired(AnnotatedElement field) {
    return field.isAnnotationPresent(NotNull.class)
        || field.isAnnotationPresent(NotBlank.class)
        || field.isAnnotationPresent(NotEmpty.class);
  }

  private static void limits(Map<String, Object> property, AnnotatedElement field) {
    var size = field.getAnnotation(Size.class);
    if (size != null) {
      String what = "array".equals(property.get("type")) ? "Items" : "Length";
      if (size.min() > 0) {
        property.put("min" + what, size.min());
      }
      if (size.max() < Integer.MAX_VALUE) {
        property.put("max" + what, size.max());
      }
    }
    if (field.isAnnotationPresent(Min.class)) {
      property.put("minimum", field.getAnnotation(Min.class).value());
    }
    if (field.isAnnotationPresent(Max.class)) {
      property.put("maximum", field.getAnnotation(Max.class).value());
    }
    if (field.isAnnotationPresent(Pattern.class)) {
      property.put("pattern", field.getAnnotation(Pattern.class).regexp());
    }
  }

  private static Map<String, Object> nullable(Map<String, Object> schema) {
    if (schema.get("type") instanceof String type) {
      var both = new LinkedHashMap<>(schema);
      both.put("type", List.of(type, "null"));
      return both;
    }
    return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  /** A value the schema accepts, the same on every run. */
  @Nullable Object example(Map<?, ?> schema) {
    return example(schema, 0);
  }

  private @Nullable Object example(Map<?, ?> schema, int depth) {
    if (schema.get("$ref") instanceof String ref) {
      var component = components.get(ref.substring(ref.lastIndexOf('/') + 1));
      return component == null || depth > 4 ? Map.of() : example(component, depth + 1);
    }
    if (schema.get("oneOf") instanceof List<?> either) {
      return example((Map<?, ?>) either.getFirst(), depth);
    }
    if (schema.get("anyOf") instanceof List<?> any) {
      return example((Map<?, ?>) any.getFirst(), depth);
    }
    if (schema.get("enum") instanceof List<?> words) {
      return words.getFirst();
    }
    Object type =
        schema.get("type") instanceof List<?> types ? types.getFirst() : schema.get("type");
    return switch (String.valueOf(type)) {
      case "object" -> object(schema, depth);
      case "array" ->
          depth > 4
              ? List.of()
              : List.of(orEmpty(example((Map<?, ?>) orEmpty(schema.get("items")), depth + 1)));
      case "integer" -> schema.get("minimum") instanceof Number min ? min : 1;
      case "boolean" -> true;
      case "string" -> text(schema);
      default -> Map.of();
    };
  }

  private static Object orEmpty(@Nullable Object value) {
    return value == null ? Map.of() : value;
  }

  private Object object(Map<?, ?> schema, int depth) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) ->
              object.put(name.toString(), example((Map<?, ?>) property, depth + 1)));
    }
    return object;
  }

  private static String text(Map<?, ?> schema) {
    return switch (String.valueOf(schema.get("format"))) {
      case "uuid" -> "0199a8c0-0000-7000-8000-000000000001";
      case "date-time" -> "2026-04-01T00:00:00.000Z";
      case "date" -> "2026-04-01";
      default -> "text";
    };
  }
}
