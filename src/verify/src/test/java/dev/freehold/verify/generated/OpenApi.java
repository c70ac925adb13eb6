package dev.freehold.verify.generated;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.RefusalCode;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.RouteTemplate;
import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of all HTTP operations, from their annotations and records. */
final class OpenApi {

  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

  private static final List<KernelRefusal> OF_ANY =
      List.of(
          KernelRefusal.VALIDATION_FAILED,
          KernelRefusal.UNAUTHENTICATED,
          KernelRefusal.PERMISSION_DENIED,
          KernelRefusal.NOT_FOUND,
          KernelRefusal.TOO_MANY_REQUESTS,
          KernelRefusal.UNAVAILABLE);

  private final Collection<Class<?>> classes;
  private final Schemas schemas = new Schemas();
  private final Map<String, RefusalCode> codes = Refusals.all();

  OpenApi(Collection<Class<?>> classes) {
    this.classes = classes;
  }

  Map<String, Object> document() {
    var paths = new TreeMap<String, Map<String, Object>>();
    for (Method method : operations(classes)) {
      var route = RouteTemplate.parse(method.getAnnotation(Http.class).route());
      paths
          .computeIfAbsent(route.path(), path -> new TreeMap<>())
          .put(route.method().toLowerCase(java.util.Locale.ROOT), operation(method));
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of("title", "Freehold", "version", "0.1.0", "license", Map.of("name", "Apache-2.0")));
    document.put("paths", paths);
    document.put("components", components());
    return document;
  }

  /** Methods with {@code @Http}, by name. */
  static List<Method> operations(Collection<Class<?>> classes) {
    var found = new TreeMap<String, Method>();
    for (Class<?> type : classes) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Http.class) && method.isAnnotationPresent(Funq.class)) {
          found.put(method.getAnnotation(Funq.class).value(), method);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private Map<String, Object> components() {
    var components = new LinkedHashMap<String, Object>();
    components.put("schemas", schemas.components());
    components.put(
        "securitySchemes",
        new TreeMap<>(
            Map.of(
                "bearer", Map.of("type", "http", "scheme", "bearer"),
                "session", Map.of("type", "apiKey", "in", "cookie", "name", "freehold_session"))));
    return components;
  }

  private Map<String, Object> operation(Method method) {
    Http http = method.getAnnotation(Http.class);
    String name = method.getAnnotation(Funq.class).value();
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", name);
    operation.put("tags", List.of(name.substring(0, name.indexOf('-'))));
    if (!http.summary().isEmpty()) {
      operation.put("summary", http.summary());
    }
    operation.put("x-access", http.access().name().toLowerCase(java.util.Locale.ROOT));
    if (!http.permission().isEmpty()) {
      operation.put("x-permission", http.permission());
    }
    operation.put(
        "security",
        isOpen(http)
            ? List.of()
            : List.of(Map.of("bearer", List.of()), Map.of("session", List.of())));
    operation.put("parameters", parameters(http));
    if (http.body() != Void.class) {
      operation.put(
          "requestBody",
          Map.of(
              "required",
              true,
              "content",
              Map.of("application/json", content(schemas.ofRequest(http.body())))));
    }
    operation.put("responses", responses(http));
    return operation;
  }

  private static boolean isOpen(Http http) {
    return http.access() == Access.PUBLIC
        || http.access() == Access.OPTIONAL
        || http.access() == Access.WEBHOOK
        || http.access() == Access.SANDBOX;
  }

  private static List<Object> parameters(Http http) {
    var parameters = new ArrayList<Object>();
    var places = PLACE.matcher(http.route());
    while (places.find()) {
      String place = places.group(1);
      parameters.add(parameter(place, "path", true, place.endsWith("Id")));
    }
    for (String query : http.query()) {
      String name = query.replaceAll("[?*]", "");
      parameters.add(parameter(name, "query", !query.contains("?"), false));
    }
    if (http.list()) {
      parameters.add(
          Map.of(
              "name",
              "limit",
              "in",
              "query",
              "schema",
              new TreeMap<>(
                  Map.of("type", "integer", "minimum", 1, "maximum", 100, "default", 20))));
      parameters.add(parameter("cursor", "query", false, false));
    }
    if (http.route().startsWith("POST ") && !isOpen(http) && http.idempotent()) {
      parameters.add(parameter("Idempotency-Key", "header", false, false));
    }
    return parameters;
  }

  private static Map<String, Object> parameter(
      String name, String in, boolean required, boolean isId) {
    var parameter = new LinkedHashMap<String, Object>();
    parameter.put("name", name);
    parameter.put("in", in);
    if (required) {
      parameter.put("required", true);
    }
    parameter.put(
        "schema", isId ? new TreeMap<>(Map.of("type", "string")) : Map.of("type", "string"));
    return parameter;
  }

  private Map<String, Object> responses(Http http) {
    var responses = new TreeMap<String, Object>();
    var success = new LinkedHashMap<String, Object>();
    success.put("description", http.status() == 204 ? "Nothing to say." : "Done.");
    if (http.answer() != Void.class) {
      Map<String, Object> one = schemas.ofAnswer(http.answer());
      success.put(
          "content", Map.of("application/json", content(http.list() ? Schemas.page(one) : one)));
    }
    responses.put(Integer.toString(http.status()), success);
    for (var problems : problems(http).entrySet()) {
      responses.put(
          problems.getKey().toString(),
          Map.of(
              "description",
              String.join(", ", problems.getValue()),
              "content",
              Map.of("application/problem+json", Map.of("schema", schemas.problem()))));
    }
    return responses;
  }

  private Map<Integer, List<String>> problems(Http http) {
    var byStatus = new TreeMap<Integer, List<String>>();
    for (String code : http.errors()) {
      RefusalCode known = codes.get(code);
      if (known == null) {
        throw new IllegalStateException(http.route() + " names the unknown code " + code);
      }
      add(byStatus, known);
    }
    for (KernelRefusal code : OF_ANY) {
      boolean needsCaller =
          code == KernelRefusal.UNAUTHENTICATED || code == KernelRefusal.PERMISSION_DENIED;
      if (!(isOpen(http) && needsCaller)) {
        add(byStatus, code);
      }
    }
    return byStatus;
  }

  private static void add(Map<Integer, List<String>> byStatus, RefusalCode code) {
    var codes = byStatus.computeIfAbsent(Refusals.status(code), status -> new ArrayList<>());
    if (!codes.contains(code.name())) {
      codes.add(code.name());
    }
  }

  private Map<String, Object> content(Map<String, Object> schema) {
    var content = new LinkedHashMap<String, Object>();
    content.put("schema", schema);
    content.put("example", schemas.example(schema));
    return content;
  }
}
