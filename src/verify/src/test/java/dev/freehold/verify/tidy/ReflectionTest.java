package dev.freehold.verify.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.lambda.Http;
import dev.freehold.verify.Tree;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A native image knows only the records it is told of: each one that crosses JSON says so. */
class ReflectionTest {

  /** Rows an outbox hands to its relay, made where a message is written: no part of one. */
  private static final List<String> NOT_SENT = List.of("dev.freehold.kernel.CommittedMessage");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freehold");

  @Test
  void recordsThatCrossJsonAreRegistered() {
    Set<String> without = new TreeSet<>();
    Set<Class<?>> named = targets();
    var seen = new TreeSet<String>();
    var open = new ArrayDeque<Class<?>>();
    roots(open::add);
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (!type.getName().startsWith("dev.freehold.") || !seen.add(type.getName())) {
        continue;
      }
      if (type.isRecord()) {
        if (!type.isAnnotationPresent(RegisterForReflection.class) && !named.contains(type)) {
          without.add(type.getName());
        }
        for (RecordComponent component : type.getRecordComponents()) {
          named(component.getGenericType(), open::add);
        }
      }
    }

    assertThat(seen).hasSizeGreaterThan(100);
    assertThat(without).isEmpty();
  }

  /** Records of other modules that a reader of theirs registers. */
  private static Set<Class<?>> targets() {
    return CLASSES.stream()
        .filter(type -> type.isAnnotatedWith(RegisterForReflection.class))
        .flatMap(
            type -> Arrays.stream(type.getAnnotationOfType(RegisterForReflection.class).targets()))
        .collect(Collectors.toSet());
  }

  private static void roots(Consumer<Class<?>> found) {
    for (Class<?> type : Tree.functionClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Funq.class)) {
          Arrays.stream(method.getGenericParameterTypes()).forEach(t -> named(t, found));
          named(method.getGenericReturnType(), found);
        }
        if (method.isAnnotationPresent(Http.class)) {
          found.accept(method.getAnnotation(Http.class).body());
          found.accept(method.getAnnotation(Http.class).answer());
        }
      }
    }
    CLASSES.forEach(type -> type.getCodeUnits().forEach(unit -> ofCode(unit, found)));
  }

  /** Records read from JSON or put into a message, where it is done. */
  private static void ofCode(JavaCodeUnit unit, Consumer<Class<?>> found) {
    // The simulators run on a JVM only.
    if (unit.getOwner().getPackageName().startsWith("dev.freehold.sandbox")
        || unit.getOwner().getPackageName().startsWith("dev.freehold.local")) {
      return;
    }
    boolean reads =
        unit.getMethodCallsFromSelf().stream()
            .anyMatch(
                call ->
                    (call.getTargetOwner().isEquivalentTo(Json.class)
                            && call.getName().startsWith("read"))
                        || (call.getTargetOwner().isEquivalentTo(Envelope.class)
                            && call.getName().equals("data")));
    if (reads) {
      unit.getReferencedClassObjects().stream()
          .map(ReferencedClassObject::getValue)
          .forEach(type -> accept(type, found));
    }
    boolean sends =
        unit.getMethodCallsFromSelf().stream()
            .anyMatch(
                call ->
                    call.getTargetOwner().getName().startsWith(Message.class.getName())
                        && call.getName().equals("data"));
    if (sends) {
      // Rows made on the way are no part of the message: what is sent is public.
      unit.getConstructorCallsFromSelf().stream()
          .map(call -> call.getTargetOwner())
          .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
          .filter(type -> !NOT_SENT.contains(type.getName()))
          .forEach(type -> accept(type, found));
    }
  }

  private static void accept(JavaClass type, Consumer<Class<?>> found) {
    if (type.isRecord()) {
      found.accept(type.reflect());
    }
  }

  private static void named(Type type, Consumer<Class<?>> found) {
    if (type instanceof Class<?> named) {
      found.accept(named.isArray() ? named.getComponentType() : named);
    } else if (type instanceof ParameterizedType parameterized) {
      found.accept((Class<?>) parameterized.getRawType());
      Arrays.stream(parameterized.getActualTypeArguments()).forEach(t -> named(t, found));
    }
  }
}
