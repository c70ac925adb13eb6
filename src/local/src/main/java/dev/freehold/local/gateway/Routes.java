package dev.freehold.local.gateway;

import dev.freehold.lambda.catalogue.FunctionEntry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the operation of a request; a written segment wins over a parameter, as at API Gateway. */
final class Routes {

  /**
   * @param parameters decoded, by name
   */
  record Match(FunctionEntry operation, Map<String, String> parameters) {
    String routeKey() {
      return operation.httpMethod() + " " + operation.path();
    }
  }

  private record Route(FunctionEntry operation, List<String> segments) {

    Optional<Match> match(List<String> path) {
      if (path.size() != segments.size()) {
        return Optional.empty();
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < path.size(); i++) {
        String segment = segments.get(i);
        if (isParameter(segment)) {
          if (path.get(i).isEmpty()) {
            return Optional.empty();
          }
          parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
        } else if (!segment.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(new Match(operation, parameters));
    }

    /** Sorts written segments before parameters, from left to right. */
    String rank() {
      StringBuilder rank = new StringBuilder();
      segments.forEach(segment -> rank.append(isParameter(segment) ? '1' : '0'));
      return rank.toString();
    }
  }

  private final Map<String, List<Route>> byMethod = new LinkedHashMap<>();

  Routes(List<FunctionEntry> operations) {
    for (FunctionEntry operation : operations) {
      String method = operation.httpMethod();
      String path = operation.path();
      if (method == null || path == null) {
        throw new IllegalStateException(operation.name() + " has no route");
      }
      byMethod
          .computeIfAbsent(method, any -> new ArrayList<>())
          .add(new Route(operation, segments(path)));
    }
    byMethod.values().forEach(routes -> routes.sort(Comparator.comparing(Route::rank)));
  }

  /**
   * @param rawPath as it came, still encoded
   */
  Optional<Match> find(String method, String rawPath) {
    List<String> path = segments(rawPath).stream().map(Routes::decode).toList();
    return byMethod.getOrDefault(method, List.of()).stream()
        .flatMap(route -> route.match(path).stream())
        .findFirst();
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static List<String> segments(String path) {
    return List.of(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1));
  }

  /** A broken escape stays as it is: no id looks like it. */
  private static String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }
}
