package dev.freehold.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which handler answers which method and path. Templates have variables ({@code /a/{id}/b}); a last
 * {@code {rest*}} takes everything that is left. The first template that fits wins.
 */
public final class Routes {

  private record Route(
      String method, String[] segments, Function<SimRequest, SimResponse> handler) {}

  private final List<Route> routes = new ArrayList<>();

  public Routes on(String method, String template, Function<SimRequest, SimResponse> handler) {
    routes.add(new Route(method, template.substring(1).split("/", -1), handler));
    return this;
  }

  /** The fitting handler's answer, with {@link SimRequest#path(String)} filled, or 501. */
  public SimResponse answer(SimRequest request) {
    String[] segments = request.path().substring(1).split("/", -1);
    for (Route route : routes) {
      if (route.method().equals(request.method())) {
        var variables = new HashMap<String, String>();
        if (fits(route.segments(), segments, variables)) {
          return route.handler().apply(request.withVariables(variables));
        }
      }
    }
    return SimResponse.unknown(request);
  }

  private static boolean fits(String[] template, String[] path, Map<String, String> variables) {
    for (int i = 0; i < template.length; i++) {
      String part = template[i];
      if (part.endsWith("*}")) {
        if (i >= path.length) {
          return false;
        }
        var rest = String.join("/", List.of(path).subList(i, path.length));
        variables.put(part.substring(1, part.length() - 2), decode(rest));
        return true;
      }
      if (i >= path.length) {
        return false;
      }
      if (part.startsWith("{")) {
        if (path[i].isEmpty()) {
          return false;
        }
        variables.put(part.substring(1, part.length() - 1), decode(path[i]));
      } else if (!part.equals(path[i])) {
        return false;
      }
    }
    return template.length == path.length;
  }

  private static String decode(String segment) {
    // In a path "+" is itself.
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
