package dev.freehold.lambda.body;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.FieldError;
import java.util.List;

/** What PostgreSQL can keep of what JSON and addresses can say. */
public final class Storable {

  public static final String NO_TEXT = "has the character U+0000";

  /** Digits before or after the point; numeric takes some thousands, double some three hundred. */
  private static final int MAX_EXPONENT = 400;

  private Storable() {}

  /** Text of PostgreSQL has no U+0000, nor has jsonb. */
  public static boolean isStorable(String text) {
    return text.indexOf('\0') < 0;
  }

  /** Adds a fault for each text, name or number in the document that no table can keep. */
  public static void check(JsonNode node, String path, List<FieldError> faults) {
    if (node.isTextual() && !isStorable(node.textValue())) {
      faults.add(new FieldError(path, "PATTERN", NO_TEXT));
    } else if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT) {
      faults.add(new FieldError(path, "RANGE", "is too large or too small a number"));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      check(node.get(i), path + '[' + i + ']', faults);
    }
    node.properties()
        .forEach(
            field -> {
              if (!isStorable(field.getKey())) {
                faults.add(new FieldError(path, "PATTERN", NO_TEXT));
              }
              check(
                  field.getValue(),
                  path.isEmpty() ? field.getKey() : path + '.' + field.getKey(),
                  faults);
            });
  }
}
