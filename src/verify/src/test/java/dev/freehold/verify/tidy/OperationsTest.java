package dev.freehold.verify.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Permissions;
import dev.freehold.kernel.RefusalCode;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.catalogue.FunctionScan;
import dev.freehold.verify.Tree;
import dev.freehold.verify.generated.Refusals;
import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every operation has in common, by the annotations beside {@code @Funq}. */
class OperationsTest {

  private static final List<String> VERBS_OF_READING = List.of("get", "list", "check", "verify");

  private static Stream<Method> http() {
    return Tree.functionClasses().stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Http.class));
  }

  private static String name(Method method) {
    return method.getAnnotation(Funq.class).value();
  }

  /** The route functions apart, which are a domain's operations in one. */
  @Test
  void anOperationIsNamedAfterItsDomainWithVerbAndNoun() {
    List<FunctionEntry> functions = FunctionScan.of(Tree.functionClasses());

    assertThat(functions).isNotEmpty();
    assertThat(
            functions.stream()
                .filter(f -> !f.trigger().equals("route"))
                .filter(
                    f ->
                        !f.name().matches("[a-z]+(-[a-z0-9]+){2,}")
                            || !f.name().startsWith(prefix(f)))
                .map(FunctionEntry::name))
        .isEmpty();
  }

  /** Migrations are an operation of core's in a zip of their own: no other carries Flyway. */
  private static String prefix(FunctionEntry function) {
    return (function.domain().equals("migrate") ? "core" : function.domain()) + "-";
  }

  @Test
  void noTwoOperationsHaveOneRoute() {
    Map<String, List<String>> byRoute =
        http()
            .collect(
                Collectors.groupingBy(
                    method ->
                        method.getAnnotation(Http.class).route().replaceAll("\\{[^}]+}", "{}"),
                    Collectors.mapping(OperationsTest::name, Collectors.toList())));

    assertThat(byRoute.values()).allMatch(names -> names.size() == 1);
  }

  @Test
  void anOperationNamesOnePermissionOfTheCatalogueOrSaysWhyItNeedsNone() {
    var faults = new ArrayList<String>();
    http()
        .forEach(
            method -> {
              Http http = method.getAnnotation(Http.class);
              boolean needs = http.access() == Access.PERMISSION;
              if (needs && !Permissions.isKnown(http.permission())) {
                faults.add(name(method) + " names the unknown permission " + http.permission());
              }
              if (!needs && !http.permission().isEmpty()) {
                faults.add(name(method) + " names a permission that is not asked for");
              }
            });

    assertThat(faults).isEmpty();
  }

  @Test
  void anOperationNamesKnownCodesOnce() {
    Map<String, RefusalCode> known = Refusals.all();
    var faults = new ArrayList<String>();
    http()
        .forEach(
            method -> {
              List<String> codes = List.of(method.getAnnotation(Http.class).errors());
              codes.stream()
                  .filter(code -> !known.containsKey(code))
                  .forEach(code -> faults.add(name(method) + " names the unknown code " + code));
              if (codes.stream().distinct().count() != codes.size()) {
                faults.add(name(method) + " names a code twice");
              }
            });

    assertThat(faults).isEmpty();
  }

  @Test
  void everyPartOfARouteAndItsBodyFitItsMethod() {
    var faults = new ArrayList<String>();
    http()
        .forEach(
            method -> {
              Http http = method.getAnnotation(Http.class);
              boolean reads = http.route().startsWith("GET ");
              if (!http.route().matches("(GET|POST|PUT|PATCH|DELETE) /v1(/[a-z0-9{][^/]*)+")) {
                faults.add(name(method) + " has the route " + http.route());
              }
              if (reads && http.body() != Void.class) {
                faults.add(name(method) + " reads and takes a body");
              }
              if (http.list() && !reads) {
                faults.add(name(method) + " is a list that is not read");
              }
              if (http.status() == 204 && http.answer() != Void.class) {
                faults.add(name(method) + " answers 204 with a body");
              }
              // A browser that comes back from a provider can only read; it is sent on (303).
              if (reads
                  && http.status() != 303
                  && VERBS_OF_READING.stream().noneMatch(name(method).split("-")[1]::equals)) {
                faults.add(name(method) + " is read but its verb changes");
              }
            });

    assertThat(faults).isEmpty();
  }

  @Test
  void everyOperationSaysInASentenceWhatItDoes() {
    assertThat(http().filter(method -> !method.getAnnotation(Http.class).summary().endsWith(".")))
        .isEmpty();
  }
}
