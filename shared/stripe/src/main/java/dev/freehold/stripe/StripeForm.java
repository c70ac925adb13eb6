package dev.freehold.stripe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters of a call as Stripe takes them: a form, nested names in square brackets. */
public final class StripeForm {

  private final Map<String, String> fields = new LinkedHashMap<>();

  public static StripeForm empty() {
    return new StripeForm();
  }

  /** Null leaves the parameter out. */
  public StripeForm put(String name, @Nullable Object value) {
    if (value instanceof Instant instant) {
      fields.put(name, Long.toString(instant.getEpochSecond()));
    } else if (value != null) {
      fields.put(name, value.toString());
    }
    return this;
  }

  /** {@code prefix[key]} for each entry. */
  public StripeForm putAll(String prefix, Map<String, String> values) {
    values.forEach((key, value) -> put(prefix + "[" + key + "]", value));
    return this;
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  String encoded() {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
