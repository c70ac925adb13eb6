package dev.freehold.lambda.catalogue;

import dev.freehold.lambda.Access;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Direct;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.RouteTemplate;
import dev.freehold.lambda.route.Route;
import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads the annotations of function classes. Build time and the local host only. */
public final class FunctionScan {

  private FunctionScan() {}

  /**
   * Sorted by name.
   *
   * @throws IllegalStateException when two functions have one name, or one has no trigger or two
   */
  public static List<FunctionEntry> of(Collection<Class<?>> classes) {
    var entries = new ArrayList<FunctionEntry>();
    for (Class<?> type : classes) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Funq.class) && !method.isSynthetic()) {
          entries.add(entry(method));
        }
      }
    }
    entries.sort(Comparator.comparing(FunctionEntry::name));
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).name().equals(entries.get(i - 1).name())) {
        throw new IllegalStateException("two functions are named " + entries.get(i).name());
      }
    }
    return entries;
  }

  private static FunctionEntry entry(Method method) {
    String name = method.getAnnotation(Funq.class).value();
    var http = method.getAnnotation(Http.class);
    var cron = method.getAnnotation(Cron.class);
    var queue = method.getAnnotation(Queue.class);
    var direct = method.getAnnotation(Direct.class);
    var route = method.getAnnotation(Route.class);
    if (route != null) {
      return route(name, method, route);
    }
    int triggers =
        (http == null ? 0 : 1)
            + (cron == null ? 0 : 1)
            + (queue == null ? 0 : 1)
            + (direct == null ? 0 : 1);
    if (triggers != 1) {
      throw new IllegalStateException(name + " has " + triggers + " triggers; it needs one");
    }
    if (http != null) {
      return http(name, method, http);
    }
    if (queue != null) {
      return queue(name, method, queue);
    }
    return cron != null
        ? cron(name, method, cron)
        : new FunctionEntry(
            name,
            domain(method),
            "direct",
            method.getDeclaringClass().getName(),
            method.getName(),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            direct.memoryMb(),
            direct.timeoutSec(),
            null);
  }

  private static FunctionEntry route(String name, Method method, Route route) {
    return new FunctionEntry(
        name,
        route.value(),
        "route",
        method.getDeclaringClass().getName(),
        method.getName(),
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        route.memoryMb(),
        route.timeoutSec(),
        null);
  }

  private static FunctionEntry http(String name, Method method, Http http) {
    var route = RouteTemplate.parse(http.route());
    return new FunctionEntry(
        name,
        domain(method),
        "http",
        method.getDeclaringClass().getName(),
        method.getName(),
        route.method(),
        route.path(),
        http.access().name().toLowerCase(Locale.ROOT),
        http.permission(),
        null,
        null,
        List.of(),
        null,
        http.memoryMb(),
        http.timeoutSec(),
        http.access() == Access.SANDBOX ? true : null);
  }

  private static FunctionEntry queue(String name, Method method, Queue queue) {
    return new FunctionEntry(
        name,
        domain(method),
        "queue",
        method.getDeclaringClass().getName(),
        method.getName(),
        null,
        null,
        null,
        null,
        null,
        queue.deadLettersOf().isEmpty() ? name : queue.deadLettersOf() + "-dead",
        List.of(queue.events()),
        queue.maxConcurrency() == 0 ? null : queue.maxConcurrency(),
        queue.memoryMb(),
        queue.timeoutSec(),
        null);
  }

  private static FunctionEntry cron(String name, Method method, Cron cron) {
    return new FunctionEntry(
        name,
        domain(method),
        "cron",
        method.getDeclaringClass().getName(),
        method.getName(),
        null,
        null,
        null,
        null,
        cron.value(),
        null,
        List.of(),
        null,
        cron.memoryMb(),
        cron.timeoutSec(),
        null);
  }

  /** {@code dev.freehold.functions.<domain>}. */
  private static String domain(Method method) {
    String[] parts = method.getDeclaringClass().getPackageName().split("\\.");
    return parts[3];
  }
}
