package dev.freehold.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.freehold.kernel.FieldError;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.body.Storable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON to a request's record, all faults at once. */
@ApplicationScoped
class Bodies {

  private final Validator validator;

  Bodies(Validator validator) {
    this.validator = validator;
  }

  <T> T read(String json, Class<T> type) {
    JsonNode tree = tree(json);
    var faults = new ArrayList<FieldError>();
    Storable.check(tree, "", faults);
    T body = decode(tree, type, faults);
    if (body != null) {
      validate(body, faults);
    }
    if (!faults.isEmpty() || body == null) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has %s", faults.size() == 1 ? "a fault" : "faults")
          .fields(faults);
    }
    return body;
  }

  private static JsonNode tree(String json) {
    try {
      JsonNode tree = Json.mapper().readTree(json);
      if (tree == null || !tree.isObject()) {
        throw KernelRefusal.BODY_MALFORMED.because("the body is not a JSON object");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw KernelRefusal.BODY_MALFORMED.because("the body is not JSON: " + oneLine(e));
    }
  }

  private static String oneLine(JsonProcessingException e) {
    // Jackson's location and our own document's words stay out: the body may hold a secret.
    return e.getLocation() == null
        ? "unreadable"
        : "line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static <T> @Nullable T decode(JsonNode tree, Class<T> type, List<FieldError> faults) {
    try {
      return Json.mapper().readerFor(type).withHandler(new Collecting(faults)).readValue(tree);
    } catch (MismatchedInputException e) {
      faults.add(new FieldError(path(e), "TYPE", "has the wrong type"));
    } catch (JsonMappingException e) {
      faults.add(new FieldError(path(e), "TYPE", "cannot be read"));
    } catch (IOException e) {
      throw KernelRefusal.BODY_MALFORMED.because("the body cannot be read");
    }
    return null;
  }

  private static String path(JsonMappingException e) {
    var path = new StringBuilder();
    for (var reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  private void validate(Object body, List<FieldError> faults) {
    Set<String> named = new HashSet<>();
    faults.forEach(fault -> named.add(fault.field()));
    var more = new ArrayList<FieldError>();
    for (ConstraintViolation<Object> violation : validator.validate(body)) {
      String field = field(violation.getPropertyPath());
      if (!named.contains(field)) {
        more.add(new FieldError(field, code(violation), violation.getMessage()));
      }
    }
    more.sort(java.util.Comparator.comparing(FieldError::field).thenComparing(FieldError::code));
    faults.addAll(more);
  }

  private static String field(Path path) {
    return path.toString();
  }

  static String code(ConstraintViolation<?> violation) {
    String constraint =
        violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
    return switch (constraint) {
      case "NotNull", "NotBlank", "NotEmpty" -> "REQUIRED";
      case "Pattern", "Email", "URL" -> "PATTERN";
      case "Size", "Length" -> "SIZE";
      case "Min",
          "Max",
          "Positive",
          "PositiveOrZero",
          "DecimalMin",
          "DecimalMax",
          "Range",
          "Future",
          "Past" ->
          "RANGE";
      case "UniqueElements" -> "DUPLICATE";
      default -> constraint.toUpperCase(Locale.ROOT);
    };
  }

  /** Notes a fault and reads on, so that the caller learns of all of them. */
  private static final class Collecting extends DeserializationProblemHandler {
    private final List<FieldError> faults;

    Collecting(List<FieldError> faults) {
      this.faults = faults;
    }

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser in,
        JsonDeserializer<?> deserializer,
        Object bean,
        String name)
        throws IOException {
      faults.add(new FieldError(at(in, name), "UNKNOWN_FIELD", "is not a field of this request"));
      in.skipChildren();
      return true;
    }

    @Override
    public @Nullable Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String message) {
      faults.add(
          type.isEnum()
              ? new FieldError(at(context.getParser(), null), "ENUM", "is " + words(type))
              : new FieldError(at(context.getParser(), null), "PATTERN", "cannot be read"));
      return null;
    }

    @Override
    public @Nullable Object handleUnexpectedToken(
        DeserializationContext context,
        JavaType type,
        JsonToken token,
        JsonParser in,
        String message)
        throws IOException {
      faults.add(new FieldError(at(in, null), "TYPE", "has the wrong type"));
      in.skipChildren();
      return null;
    }

    private static String words(Class<?> type) {
      var words = new ArrayList<String>();
      for (Object constant : type.getEnumConstants()) {
        words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
      }
      return "one of " + String.join(", ", words);
    }

    private static String at(JsonParser in, @Nullable String last) {
      String path =
          in.getParsingContext()
              .pathAsPointer()
              .toString()
              .replaceFirst("^/", "")
              .replaceAll("/(\\d+)(?=/|$)", "[$1]")
              .replace('/', '.');
      return last == null || path.endsWith(last) ? path : path.isEmpty() ? last : path + '.' + last;
    }
  }
}
