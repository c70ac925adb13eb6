package dev.freehold.lambda;

import dev.freehold.lambda.body.Storable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/platforms/{platformId}}: a method and a path with places. */
public record RouteTemplate(String method, String path) {

  public static RouteTemplate parse(String route) {
    int space = route.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("a route is a method and a path: " + route);
    }
    return new RouteTemplate(route.substring(0, space), route.substring(space + 1));
  }

  /** Values of the places, decoded; empty when the path is another one. */
  public Optional<Map<String, String>> match(String rawPath) {
    String[] wanted = path.split("/", -1);
    String[] given = rawPath.split("/", -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    var places = new HashMap<String, String>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        if (given[i].isEmpty()) {
          return Optional.empty();
        }
        places.put(wanted[i].substring(1, wanted[i].length() - 1), decoded(given[i]));
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(places);
  }

  /** What the path names last, by the values of its places; null where it has none. */
  @Nullable String lastOf(Map<String, String> places) {
    int from = path.lastIndexOf('{');
    return from < 0 ? null : places.get(path.substring(from + 1, path.indexOf('}', from)));
  }

  private static String decoded(String part) {
    try {
      String decoded = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (Storable.isStorable(decoded)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: a broken escape is no better.
    }
    // It names nothing of ours; kept as it is, it is not found.
    return part;
  }
}
