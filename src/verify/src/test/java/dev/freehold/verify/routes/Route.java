package dev.freehold.verify.routes;

import dev.freehold.lambda.Access;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.RouteTemplate;
import dev.freehold.verify.Tree;
import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

/** One HTTP operation, as its annotation says. */
record Route(String name, Http http, String method, String template) {

  static Stream<Route> all() {
    return Tree.functionClasses().stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Http.class))
        .map(Route::of)
        .sorted((one, other) -> one.name.compareTo(other.name));
  }

  private static Route of(Method method) {
    Http http = method.getAnnotation(Http.class);
    var route = RouteTemplate.parse(http.route());
    return new Route(method.getAnnotation(Funq.class).value(), http, route.method(), route.path());
  }

  /** Parameterized tests are named by it. */
  @Override
  public String toString() {
    return name;
  }

  /** Its path in the organization; other ids are of nothing. */
  String path(String organizationId) {
    return template
        .replace("{organizationId}", organizationId)
        .replaceAll("\\{[A-Za-z]+Id}", UUID.randomUUID().toString())
        .replaceAll("\\{[A-Za-z]+}", "x");
  }

  boolean needsCaller() {
    return http.access() == Access.PERMISSION
        || http.access() == Access.SELF
        || http.access() == Access.CALLER;
  }

  boolean needsPermission() {
    return http.access() == Access.PERMISSION;
  }

  boolean hasBody() {
    return http.body() != Void.class;
  }

  boolean isRaw() {
    return http.access() == Access.WEBHOOK;
  }

  /**
   * Of the installation's whole state: an empty call of it would not leave the other tests alone.
   */
  boolean isDisruptive() {
    return name.equals("core-reset-sandbox") || name.equals("core-clear-faults");
  }
}
