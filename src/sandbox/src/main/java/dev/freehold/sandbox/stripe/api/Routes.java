package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which noun answers which method and path; the first that fits. */
public final class Routes {

  /** Answers one call by the object Stripe would send, or throws {@link StripeError}. */
  @FunctionalInterface
  public interface Handler {
    ObjectNode answer(ApiCall call);
  }

  private record Route(String method, List<String> parts, Handler handler) {}

  private final List<Route> routes = new ArrayList<>();

  /**
   * @param path such as {@code /v1/customers/{id}}
   */
  public Routes add(String method, String path, Handler handler) {
    routes.add(new Route(method, List.of(path.split("/")), handler));
    return this;
  }

  /** Empty when nothing here answers. */
  public Optional<ObjectNode> answer(ApiCall call) {
    List<String> parts = List.of(call.url().split("/"));
    for (Route route : routes) {
      if (route.method().equals(call.method())
          && fit(route.parts(), parts) instanceof List<String> open) {
        return Optional.of(route.handler().answer(call.withPath(open)));
      }
    }
    return Optional.empty();
  }

  private static @Nullable List<String> fit(List<String> route, List<String> parts) {
    if (route.size() != parts.size()) {
      return null;
    }
    var open = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      if (route.get(i).startsWith("{")) {
        open.add(parts.get(i));
      } else if (!route.get(i).equals(parts.get(i))) {
        return null;
      }
    }
    return open;
  }
}
