package dev.freehold.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.lambda.body.Storable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The opaque cursor of a list: the last row's sort values, bound to operation and filters. */
final class Cursor {

  private final PageRequest request;
  private final String query;

  private Cursor(PageRequest request, String query) {
    this.request = request;
    this.query = query;
  }

  /**
   * @param filters query parameters without {@code limit} and {@code cursor}
   */
  static Cursor of(
      String operation,
      Map<String, String> filters,
      @Nullable String limit,
      @Nullable String cursor) {
    String query = hash(operation, filters);
    return new Cursor(
        new PageRequest(limit(limit), cursor == null ? List.of() : values(cursor, query)), query);
  }

  PageRequest request() {
    return request;
  }

  String after(List<?> sortValues) {
    var parts = new ArrayList<String>();
    parts.add(query);
    sortValues.forEach(value -> parts.add(value.toString()));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.write(parts).getBytes(StandardCharsets.UTF_8));
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return 20;
    }
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 100) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the query has a fault")
          .field("limit", "RANGE", "is 1 to 100");
    }
    return Integer.parseInt(text);
  }

  private static List<String> values(String cursor, String query) {
    try {
      JsonNode parts =
          Json.tree(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      if (parts.isArray() && parts.size() > 1 && parts.get(0).asText().equals(query)) {
        var values = new ArrayList<String>();
        for (int i = 1; i < parts.size(); i++) {
          values.add(parts.get(i).asText());
        }
        if (values.stream().allMatch(Storable::isStorable)) {
          return values;
        }
      }
    } catch (IllegalArgumentException e) {
      // Falls through: what is no cursor of ours is refused like another query's.
    }
    throw KernelRefusal.CURSOR_INVALID.because("the cursor is not one of this query");
  }

  private static String hash(String operation, Map<String, String> filters) {
    byte[] hash = Hashes.sha256(operation + new TreeMap<>(filters));
    return HexFormat.of().formatHex(hash, 0, 8);
  }
}
