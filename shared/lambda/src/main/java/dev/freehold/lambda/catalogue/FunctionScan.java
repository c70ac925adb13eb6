package dev.freehold.lambda.catalogue;

import dev.freehold.lambda.Access;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Direct;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.RouteTemplate;
import dev.freehold.lambda.route.Route;
import io.quarkus.funqy.Funq;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the annotations of function classes. Build time and the local host only. */
public final class FunctionScan {

  private FunctionScan() {}

  /**
   * Sorted by name.
   *
   * @throws IllegalStateException when two functions have one name, or one has no trigger or two
   */
  public static List<FunctionEntry> of(Collection<Class<?>> classes) {
    List<Method> methods =
        classes.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Funq.class) && !method.isSynthetic())
            .toList();
    var entries = new ArrayList<FunctionEntry>();
    methods.forEach(method -> entries.add(entry(method, methods)));
    entries.sort(Comparator.comparing(FunctionEntry::name));
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).name().equals(entries.get(i - 1).name())) {
        throw new IllegalStateException("two functions are named " + entries.get(i).name());
      }
    }
    return entries;
  }

  private static FunctionEntry entry(Method method, List<Method> all) {
    String name = method.getAnnotation(Funq.class).value();
    List<Annotation> triggers =
        Stream.<Annotation>of(
                method.getAnnotation(Http.class),
                method.getAnnotation(Cron.class),
                method.getAnnotation(Queue.class),
                method.getAnnotation(Direct.class),
                method.getAnnotation(Route.class))
            .filter(Objects::nonNull)
            .toList();
    if (triggers.size() != 1) {
      throw new IllegalStateException(name + " has " + triggers.size() + " triggers; it needs one");
    }
    return switch (triggers.getFirst()) {
      case Http http -> http(name, method, http);
      case Queue queue -> queue(name, method, queue);
      case Cron cron ->
          FunctionEntry.of(name, domain(method), "cron")
              .in(method)
              .schedule(cron.value())
              .uses(uses(Stream.of(method)))
              .concurrency(cron.concurrency())
              .sized(cron.memoryMb(), cron.timeoutSec());
      case Direct direct ->
          FunctionEntry.of(name, domain(method), "direct")
              .in(method)
              .uses(uses(Stream.of(method)))
              .concurrency(direct.concurrency())
              .sized(direct.memoryMb(), direct.timeoutSec());
      case Route route -> route(name, method, route, all);
      default -> throw new IllegalStateException(name + " has an unknown trigger");
    };
  }

  private static FunctionEntry http(String name, Method method, Http http) {
    var route = RouteTemplate.parse(http.route());
    return FunctionEntry.of(name, domain(method), "http")
        .in(method)
        .route(route.method(), route.path())
        .allowed(http.access().name().toLowerCase(Locale.ROOT), http.permission())
        .uses(uses(Stream.of(method)))
        .concurrency(http.concurrency())
        .onlyInSandbox(http.access() == Access.SANDBOX)
        .sized(http.memoryMb(), http.timeoutSec());
  }

  private static FunctionEntry queue(String name, Method method, Queue queue) {
    return FunctionEntry.of(name, domain(method), "queue")
        .in(method)
        .queue(
            queue.deadLettersOf().isEmpty() ? name : queue.deadLettersOf() + "-dead",
            List.of(queue.events()),
            queue.maxConcurrency())
        .uses(uses(Stream.of(method)))
        .concurrency(Math.max(queue.concurrency(), queue.maxConcurrency()))
        .sized(queue.memoryMb(), queue.timeoutSec());
  }

  /** It needs what any of the operations it serves needs. */
  private static FunctionEntry route(
      String name, Method method, Route route, List<Method> operations) {
    return FunctionEntry.of(name, route.value(), "route")
        .in(method)
        .uses(
            uses(
                operations.stream()
                    .filter(m -> m.isAnnotationPresent(Http.class))
                    .filter(m -> domain(m).equals(route.value()))))
        .concurrency(route.concurrency())
        .sized(route.memoryMb(), route.timeoutSec());
  }

  private static List<String> uses(Stream<Method> methods) {
    return methods
        .map(method -> method.getAnnotation(Uses.class))
        .filter(Objects::nonNull)
        .flatMap(uses -> Arrays.stream(uses.value()))
        .distinct()
        .sorted()
        .map(Outside::word)
        .toList();
  }

  /** {@code dev.freehold.functions.<domain>}. */
  private static String domain(Method method) {
    String[] parts = method.getDeclaringClass().getPackageName().split("\\.");
    return parts[3];
  }
}
