package dev.freehold.verify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.funqy.Funq;
import jakarta.persistence.Entity;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom. The rules read compiled classes of every module, without their tests. */
class ArchitectureTest {

  /** From below to above: a domain calls services of those before it (kernel §1). */
  static final List<String> DOMAINS =
      List.of("identity", "stacks", "registry", "provisioning", "billing", "metering");

  private static final String[] DOMAIN_PACKAGES =
      DOMAINS.stream().map(domain -> "dev.freehold." + domain + "..").toArray(String[]::new);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludePackageInfos())
          .importPackages("dev.freehold");

  @Test
  void everyModuleIsLookedAt() {
    Set<String> packages =
        Set.copyOf(CLASSES.stream().map(type -> type.getPackageName().split("\\.")[2]).toList());

    assertThat(packages).containsAll(DOMAINS).contains("kernel", "lambda", "functions", "sandbox");
  }

  @Test
  void domainsKnowNothingOfTheirTriggers() {
    noClasses()
        .that(resideInAnyPackage(DOMAIN_PACKAGES).or(resideInAPackage("dev.freehold.kernel..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.amazonaws..",
            "jakarta.ws..",
            "io.quarkus.funqy..",
            "dev.freehold.lambda..",
            "dev.freehold.functions..",
            "dev.freehold.local..",
            "dev.freehold.sandbox..")
        .check(CLASSES);
  }

  @Test
  void theKernelKnowsNoDomain() {
    noClasses()
        .that(resideInAnyPackage("dev.freehold.kernel..", "dev.freehold.lambda.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DOMAIN_PACKAGES)
        .check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("pairsOfDomains")
  void aDomainCallsDownwardsOnly(String below, String above) {
    noClasses()
        .that()
        .resideInAPackage("dev.freehold." + below + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freehold." + above + "..")
        .check(CLASSES);
  }

  static Stream<Arguments> pairsOfDomains() {
    return DOMAINS.stream()
        .flatMap(
            below ->
                DOMAINS.subList(DOMAINS.indexOf(below) + 1, DOMAINS.size()).stream()
                    .map(above -> Arguments.of(below, above)));
  }

  @Test
  void domainsAreFreeOfCycles() {
    slices().matching("dev.freehold.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void anEntityIsKnownInItsDomainAlone() {
    var rules =
        DOMAINS.stream()
            .map(
                domain ->
                    (ArchRule)
                        noClasses()
                            .that()
                            .resideOutsideOfPackages(
                                "dev.freehold." + domain + "..",
                                "dev.freehold.functions." + domain + "..")
                            .should()
                            .dependOnClassesThat(
                                resideInAPackage("dev.freehold." + domain + "..")
                                    .and(
                                        DescribedPredicate.describe(
                                            "are entities",
                                            type -> type.isAnnotatedWith(Entity.class)))))
            .toList();

    rules.forEach(rule -> rule.check(CLASSES));
  }

  @Test
  void functionsRunNoQueriesAndOpenNoTransaction() {
    noClasses()
        .that()
        .resideInAPackage("dev.freehold.functions..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.sql..",
                "javax.sql..",
                "jakarta.persistence..",
                "jakarta.transaction..",
                "io.agroal..",
                "io.quarkus.hibernate..",
                "dev.freehold.kernel.sql.."))
        .check(CLASSES);
  }

  @Test
  void aModuleOfFunctionsKnowsNoOther() {
    slices()
        .matching("dev.freehold.functions.(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void functionsStandInFunctions() {
    methods()
        .that()
        .areAnnotatedWith(Funq.class)
        .should()
        .beDeclaredInClassesThat()
        .resideInAPackage("dev.freehold.functions..")
        .check(CLASSES);
  }

  @Test
  void onlyProducersOfTheClockTellTheTime() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.freehold.kernel.ClockProducer")
        .and()
        // The store's simulator checks signatures made by a client on the machine's own time.
        .doNotHaveFullyQualifiedName("dev.freehold.sandbox.store.SigV4")
        .and()
        .doNotHaveFullyQualifiedName("dev.freehold.local.start.MovableClock")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("tells the time", ArchitectureTest::tellsTheTime))
        .check(CLASSES);
  }

  /** Tokens, codes, salts and keys cannot be foretold. */
  @Test
  void whatIsSecretComesOfTheSecureGenerator() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.freehold.kernel..",
            "dev.freehold.lambda..",
            "dev.freehold.identity..",
            "dev.freehold.functions.identity..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  private static boolean tellsTheTime(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    if (owner.isEquivalentTo(System.class)) {
      return name.equals("currentTimeMillis");
    }
    if (owner.isEquivalentTo(Clock.class)) {
      return name.startsWith("system") || name.startsWith("tick");
    }
    if (owner.isEquivalentTo(java.util.Date.class)) {
      return access.getTarget() instanceof AccessTarget.ConstructorCallTarget target
          && target.getRawParameterTypes().isEmpty();
    }
    return name.equals("now")
        && owner.isAssignableTo(Temporal.class)
        && access.getTarget() instanceof AccessTarget.MethodCallTarget target
        && target.getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Clock.class));
  }

  @Test
  void stripesClientIsKnownInItsModuleAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freehold.stripe..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.stripe..")
        .check(CLASSES);
  }

  @Test
  void theSimulatorsKnowNothingOfTheProduct() {
    noClasses()
        .that()
        .resideInAPackage("dev.freehold.sandbox..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.freehold..")
                .and(DescribedPredicate.not(resideInAPackage("dev.freehold.sandbox.."))))
        .check(CLASSES);
  }

  @Test
  void noFloatingPointInADomain() {
    fields()
        .that()
        .areDeclaredInClassesThat(resideInAnyPackage(DOMAIN_PACKAGES))
        .should()
        .notHaveRawType(float.class)
        .andShould()
        .notHaveRawType(double.class)
        .andShould()
        .notHaveRawType(Float.class)
        .andShould()
        .notHaveRawType(Double.class)
        .check(CLASSES);
  }

  @Test
  void transactionsAreOpenedByServicesMethodByMethod() {
    noMethods()
        .that()
        .areAnnotatedWith(Transactional.class)
        .should()
        .beDeclaredInClassesThat()
        .resideOutsideOfPackages(
            Stream.concat(Stream.of(DOMAIN_PACKAGES), Stream.of("dev.freehold.kernel.."))
                .toArray(String[]::new))
        .check(CLASSES);
    noClasses().should().beAnnotatedWith(Transactional.class).check(CLASSES);
  }

  @Test
  void theEnvironmentIsReadThroughConfiguration() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freehold.local..")
        .should()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .check(CLASSES);
  }

  @Test
  void testsArePartOfNoProduct() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freehold.testing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freehold.testing..", "org.junit..", "org.assertj..", "io.quarkus.test..")
        .check(CLASSES);
  }
}
