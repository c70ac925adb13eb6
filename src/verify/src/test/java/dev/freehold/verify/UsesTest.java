package dev.freehold.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.catalogue.FunctionScan;
import dev.freehold.lambda.catalogue.Outside;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * An operation's rights are those its code can use, no fewer and no more: calls are followed from
 * the function down, through interfaces to every class that implements them.
 */
class UsesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "dev.freehold.kernel",
              "dev.freehold.lambda",
              "dev.freehold.functions",
              "dev.freehold.alerts",
              "dev.freehold.storage",
              "dev.freehold.mail",
              "dev.freehold.migrate",
              "dev.freehold.stripe",
              "dev.freehold.cloudflare",
              "dev.freehold.github",
              "dev.freehold.identity",
              "dev.freehold.stacks",
              "dev.freehold.registry",
              "dev.freehold.provisioning",
              "dev.freehold.billing",
              "dev.freehold.metering");

  private static final String SDK = "software.amazon.awssdk.services.";

  /** Owner of a call, and the methods that need the right; none named = any. */
  private record Door(String owner, Outside needs, Set<String> methods) {

    static Door any(String owner, Outside needs) {
      return new Door(owner, needs, Set.of());
    }

    boolean leads(CodeUnitAccessTarget target) {
      return target.getOwner().getName().equals(owner)
          && (methods.isEmpty() || methods.contains(target.getName()));
    }
  }

  private static final List<Door> DOORS =
      List.of(
          new Door(
              "dev.freehold.storage.Store",
              Outside.STORE,
              Set.of("put", "get", "head", "delete", "uploadUrl")),
          new Door("dev.freehold.storage.Store", Outside.ANCHORS, Set.of("putLocked")),
          Door.any(SDK + "sesv2.SesV2Client", Outside.MAIL),
          Door.any(SDK + "sns.SnsClient", Outside.ALERTS),
          Door.any(SDK + "lambda.LambdaClient", Outside.SCHEDULES),
          new Door(
              SDK + "sqs.SqsClient",
              Outside.QUEUES,
              Set.of("getQueueAttributes", "receiveMessage", "sendMessage", "deleteMessage")),
          Door.any("dev.freehold.stripe.StripeConfig", Outside.STRIPE),
          Door.any("dev.freehold.cloudflare.CloudflareConfig", Outside.CLOUDFLARE),
          Door.any("dev.freehold.github.GitHubConfig", Outside.GITHUB),
          new Door(
              "dev.freehold.identity.IdentityConfig$Google",
              Outside.PROVIDERS,
              Set.of("clientSecret")),
          new Door(
              "dev.freehold.identity.IdentityConfig$GitHub",
              Outside.PROVIDERS,
              Set.of("clientSecret")),
          new Door(
              "dev.freehold.provisioning.ProvisioningConfig",
              Outside.PLATFORMS,
              Set.of("secretMasterKey")),
          Door.any("dev.freehold.migrate.Migrator", Outside.OWNER),
          new Door(
              "dev.freehold.kernel.audit.AuditConfig",
              Outside.RETENTION,
              Set.of("retentionSecret")));

  @Test
  void anOperationNamesWhatItReaches() {
    List<FunctionEntry> entries = FunctionScan.of(Tree.functionClasses());
    Map<String, Set<Outside>> reached = new LinkedHashMap<>();
    var faults = new ArrayList<String>();
    for (FunctionEntry entry : entries) {
      if (entry.trigger().equals("route") || Boolean.TRUE.equals(entry.sandbox())) {
        continue;
      }
      Set<Outside> needs = reachedFrom(entry);
      reached.put(entry.name(), needs);
      List<String> words = needs.stream().map(Outside::word).toList();
      if (!words.equals(entry.uses())) {
        faults.add(entry.name() + " uses " + words + " but names " + entry.uses());
      }
    }

    assertThat(faults).isEmpty();
    assertThat(reached).hasSizeGreaterThan(70);
    assertThat(reached.values().stream().flatMap(Set::stream)).contains(Outside.values());
  }

  private static Set<Outside> reachedFrom(FunctionEntry entry) {
    JavaClass type = CLASSES.get(entry.type());
    var seen = new HashSet<String>();
    var open = new ArrayDeque<JavaCodeUnit>();
    type.getMethods().stream()
        .filter(method -> method.getName().equals(entry.method()))
        .forEach(open::add);
    var needs = EnumSet.noneOf(Outside.class);
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.remove();
      if (!seen.add(unit.getFullName())) {
        continue;
      }
      calls(unit)
          .forEach(
              target -> {
                DOORS.stream().filter(door -> door.leads(target)).forEach(d -> needs.add(d.needs));
                open.addAll(next(target));
              });
    }
    return needs;
  }

  private static Stream<CodeUnitAccessTarget> calls(JavaCodeUnit unit) {
    return Stream.<Stream<? extends CodeUnitAccessTarget>>of(
            unit.getMethodCallsFromSelf().stream().map(call -> call.getTarget()),
            unit.getMethodReferencesFromSelf().stream().map(call -> call.getTarget()),
            unit.getConstructorCallsFromSelf().stream().map(call -> call.getTarget()),
            unit.getConstructorReferencesFromSelf().stream().map(call -> call.getTarget()))
        .flatMap(targets -> targets);
  }

  /** The method itself, its overrides, and how the bean it is called on comes to be. */
  private static List<JavaCodeUnit> next(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    if (!CLASSES.contain(owner)) {
      return List.of();
    }
    JavaClass type = CLASSES.get(owner);
    var units = new ArrayList<JavaCodeUnit>();
    Stream.concat(Stream.of(type), type.getAllSubclasses().stream())
        .filter(at -> CLASSES.contain(at.getName()))
        .forEach(
            at -> {
              at.getMethods().stream().filter(m -> same(m, target)).forEach(units::add);
              units.addAll(at.getConstructors());
              at.getStaticInitializer().ifPresent(units::add);
            });
    type.getAllRawSuperclasses().stream()
        .filter(at -> CLASSES.contain(at.getName()))
        .flatMap(at -> at.getMethods().stream())
        .filter(method -> same(method, target))
        .forEach(units::add);
    return units;
  }

  private static boolean same(JavaMethod method, CodeUnitAccessTarget target) {
    return method.getName().equals(target.getName())
        && method.getRawParameterTypes().size() == target.getRawParameterTypes().size();
  }
}
