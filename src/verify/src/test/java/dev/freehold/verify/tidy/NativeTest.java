package dev.freehold.verify.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.freehold.kernel.Json;
import dev.freehold.verify.Tree;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a native image must be told besides the records that cross JSON ({@link ReflectionTest}).
 */
class NativeTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freehold");

  private static final Pattern READ =
      Pattern.compile("(?:ClassLoader\\(\\)|\\.class)\\s*\\.getResource(?:AsStream|s)?\\(");
  private static final Pattern AT_RUN_TIME = Pattern.compile("--initialize-at-run-time=(\\S+)");
  private static final Pattern PATTERN = Pattern.compile("\"pattern\":\\s*\"([^\"]+)\"");

  /**
   * Files of the class path that main code reads, by the class that does: one for each. A class
   * that reads and stands not here fails the test, so that its file is thought of.
   */
  private static final Map<String, List<String>> RESOURCES =
      Map.of(
          "CommonPasswords", List.of("identity/common-passwords.txt"),
          "StartCheck", List.of("META-INF/freehold/configuration-keys.txt"),
          "FunctionCatalogue", List.of("functions.json"),
          "MailTemplates", List.of("mail/receipt.en.html", "mail/receipt.en.subject"),
          "HealthFunctions", List.of("openapi.json"));

  @Test
  void everyFileThatIsReadFromTheClassPathIsInTheImage() {
    List<Pattern> included = included();
    var faults = new ArrayList<String>();
    RESOURCES.forEach(
        (reader, files) ->
            files.stream()
                .filter(file -> included.stream().noneMatch(p -> p.matcher(file).matches()))
                .forEach(file -> faults.add(file + " of " + reader + " is in no native image")));

    assertThat(readers()).isEqualTo(new TreeSet<>(RESOURCES.keySet()));
    assertThat(faults).isEmpty();
  }

  private static TreeSet<String> readers() {
    var readers = new TreeSet<String>();
    for (String part : List.of("shared", "functions")) {
      for (Path file : Tree.files(part, ".java")) {
        String path = Tree.ROOT.relativize(file).toString();
        if (path.contains("src/main/java/")
            && !path.startsWith("shared/testing/")
            && READ.matcher(Tree.text(file)).find()) {
          readers.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    return readers;
  }

  private static List<Pattern> included() {
    return List.of("shared", "functions").stream()
        .flatMap(part -> Tree.files(part, "resource-config.json").stream())
        .flatMap(file -> PATTERN.matcher(Tree.text(file)).results())
        .map(found -> Pattern.compile(found.group(1).replace("\\\\", "\\")))
        .toList();
  }

  /** Hibernate reads the word from the field of each constant. */
  @Test
  void enumsThatAreStoredByTheirWordAreRegistered() {
    List<String> stored =
        CLASSES.stream()
            .filter(
                type ->
                    type.getFields().stream()
                        .anyMatch(f -> f.isAnnotatedWith(EnumeratedValue.class)))
            .filter(type -> !type.isAnnotatedWith(RegisterForReflection.class))
            .map(JavaClass::getName)
            .toList();

    assertThat(stored).isEmpty();
  }

  /** Records a class makes for itself and hands to the database as jsonb, or writes. */
  @Test
  void recordsThatAreWrittenWhereTheyAreMadeAreRegistered() {
    var without = new TreeMap<String, String>();
    var seen = new TreeSet<String>();
    CLASSES.stream()
        .filter(type -> !type.getPackageName().matches("dev\\.freehold\\.(sandbox|local|bench).*"))
        // Its own record wraps what is written and is not written itself.
        .filter(type -> !type.isEquivalentTo(Json.class))
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(NativeTest::writes)
        .flatMap(unit -> unit.getConstructorCallsFromSelf().stream())
        .filter(call -> call.getTargetOwner().isRecord())
        .filter(
            call ->
                call.getTargetOwner()
                    .getEnclosingClass()
                    .filter(outer -> outer.equals(call.getOriginOwner()))
                    .isPresent())
        .forEach(
            call -> {
              seen.add(call.getTargetOwner().getName());
              if (!call.getTargetOwner().isAnnotatedWith(RegisterForReflection.class)) {
                without.put(call.getTargetOwner().getName(), call.getOrigin().getFullName());
              }
            });

    assertThat(seen).isNotEmpty();
    assertThat(without).isEmpty();
  }

  private static boolean writes(JavaCodeUnit unit) {
    return unit.getMethodCallsFromSelf().stream()
        .anyMatch(
            call ->
                call.getTargetOwner().isEquivalentTo(Json.class)
                    && call.getName().matches("write|param"));
  }

  /**
   * Quarkus runs class initializers while it builds the image, nested holders too: what is seeded
   * there would be the same in every copy, so the build refuses it.
   */
  @Test
  void randomGeneratorsAreMadeWhereTheImageRuns() {
    List<String> seeded =
        CLASSES.stream()
            .filter(
                type ->
                    !type.getPackageName().matches("dev\\.freehold\\.(testing|sandbox|bench).*"))
            .filter(NativeTest::seedsAtItsInitialization)
            .map(JavaClass::getName)
            .toList();

    assertThat(seeded).isNotEmpty();
    assertThat(initializedWhereTheImageRuns()).containsAll(seeded);
  }

  /** A client of the SDK that no extension brings: nobody else tells the build that it seeds. */
  @Test
  void retriesOfTheSdkAreSeededWhereTheImageRuns() {
    List<String> seeded =
        new ClassFileImporter()
                .withImportOption(location -> location.contains("RetryPolicy"))
                .importPackages("software.amazon.awssdk.services")
                .stream()
                .filter(
                    type ->
                        type.getStaticInitializer().stream()
                            .flatMap(start -> start.getMethodCallsFromSelf().stream())
                            .anyMatch(call -> call.getTargetOwner().getName().contains("Jitter")))
                .map(JavaClass::getName)
                .toList();

    assertThat(seeded).isNotEmpty();
    assertThat(initializedWhereTheImageRuns()).containsAll(seeded);
  }

  private static boolean seedsAtItsInitialization(JavaClass type) {
    return type.getStaticInitializer().stream()
        .flatMap(start -> start.getConstructorCallsFromSelf().stream())
        .anyMatch(call -> call.getTargetOwner().isAssignableTo(RandomGenerator.class));
  }

  private static List<String> initializedWhereTheImageRuns() {
    return Stream.of("shared", "functions")
        .flatMap(part -> Tree.files(part, "native-image.properties").stream())
        .flatMap(file -> AT_RUN_TIME.matcher(Tree.text(file)).results())
        .flatMap(found -> Stream.of(found.group(1).split(",")))
        .toList();
  }

  /** {@code -Dnative} reaches every function module by the parent, migrations apart. */
  @Test
  void everyFunctionModuleHasTheNativeProfile() {
    assertThat(Tree.text(Tree.ROOT.resolve("pom.xml")))
        .contains("<id>native</id>", "<quarkus.native.enabled>true</quarkus.native.enabled>");
    for (Path pom : Tree.files("functions", "pom.xml")) {
      String module = String.valueOf(Objects.requireNonNull(pom.getParent()).getFileName());
      assertThat(Tree.text(pom)).as(module).contains("<artifactId>freehold</artifactId>");
      assertThat(Tree.text(pom).contains("<quarkus.native.enabled>false"))
          .as(module)
          .isEqualTo(module.equals("migrate"));
    }
  }
}
