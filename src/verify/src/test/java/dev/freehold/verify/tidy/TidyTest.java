package dev.freehold.verify.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files of the checkout: names, sizes, words that are not merged. */
class TidyTest {

  private static final int FILE_LINES = 400;
  private static final int TEST_LINES = 500;
  private static final int PACKAGE_FILES = 25;
  private static final int README_LINES = 60;

  private static final Pattern MIGRATION =
      Pattern.compile("V(\\d{8}_\\d{4})__[a-z]+(_[a-z0-9]+)+\\.sql");

  private static final List<String> PARTS = List.of("shared", "functions", "src");

  /** Modules with a page of their own: what they own, what never changes, what a time means. */
  private static final List<String> WITH_README =
      List.of(
          "shared/kernel",
          "shared/identity",
          "shared/stacks",
          "shared/registry",
          "shared/provisioning",
          "shared/billing",
          "shared/metering");

  private static Stream<Path> sources(String ending) {
    return PARTS.stream().flatMap(part -> Tree.files(part, ending).stream());
  }

  private static String name(Path file) {
    return Tree.ROOT.relativize(file).toString();
  }

  private static boolean isTest(String name) {
    return name.contains("/src/test/") || name.startsWith("src/verify/");
  }

  @Test
  void migrationsAreNamedByTimeAndDeed() {
    var names = migrations().map(file -> file.getFileName().toString()).toList();

    assertThat(names).isNotEmpty().allMatch(name -> MIGRATION.matcher(name).matches());
  }

  @Test
  void noTwoMigrationsHaveOneVersion() {
    Map<String, List<String>> byVersion =
        migrations()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.groupingBy(name -> name.split("__")[0]));

    assertThat(byVersion.values()).allMatch(files -> files.size() == 1);
  }

  @Test
  void aMigrationSaysFirstWhatItDoesAndWhetherItIsSafe() {
    assertThat(
            migrations()
                .filter(file -> !Tree.text(file).startsWith("-- "))
                .map(TidyTest::name)
                .toList())
        .isEmpty();
  }

  private static Stream<Path> migrations() {
    return Tree.files("shared/database/src/main/resources/db/migration", ".sql").stream();
  }

  /** A line of ratchet.txt may only shrink: what is over the line now, may be, and no more. */
  @Test
  void filesAreShort() {
    Map<String, Integer> ratchet = Ratchet.of("files");
    var over = new TreeMap<String, Integer>();
    sources(".java")
        .forEach(
            file -> {
              String name = name(file);
              int lines = (int) Tree.text(file).lines().count();
              if (lines > (isTest(name) ? TEST_LINES : FILE_LINES)) {
                over.put(name, lines);
              }
            });

    Ratchet.check(over, ratchet);
  }

  @Test
  void packagesAreSmall() {
    var files = new HashMap<String, Integer>();
    sources(".java")
        .filter(file -> !file.endsWith("package-info.java"))
        .map(Path::getParent)
        .forEach(folder -> files.merge(name(folder), 1, Integer::sum));
    var over = new TreeMap<>(files);
    over.values().removeIf(count -> count <= PACKAGE_FILES);

    Ratchet.check(over, Ratchet.of("packages"));
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    var without = new ArrayList<String>();
    sources(".java")
        .filter(file -> name(file).contains("/src/main/java/"))
        .map(Path::getParent)
        .distinct()
        .forEach(
            folder -> {
              Path info = folder.resolve("package-info.java");
              if (!info.toFile().exists()
                  || !Tree.text(info).contains("@NullMarked")
                  || !Tree.text(info).startsWith("/**")) {
                without.add(name(folder));
              }
            });

    assertThat(without).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    Pattern words = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled\\b");
    assertThat(
            Stream.of(".java", ".sql", ".properties", ".html", ".tf", ".sh")
                .flatMap(TidyTest::sources)
                .filter(file -> words.matcher(Tree.text(file)).find())
                .map(TidyTest::name))
        .isEmpty();
  }

  /** Doubles of our own code hide what the real one does. */
  @Test
  void nothingOfOursIsMocked() {
    Pattern mocks =
        Pattern.compile(
            "import (static )?(org\\.mockito|io\\.quarkus\\.test\\.Inj|"
                + "io\\.quarkus\\.test\\.junit\\.(mockito|QuarkusMock)|org\\.easymock)");
    assertThat(
            sources(".java")
                .filter(file -> mocks.matcher(Tree.text(file)).find())
                .map(TidyTest::name))
        .isEmpty();
  }

  @Test
  void aTestIsNamedAfterAFact() {
    Pattern named =
        Pattern.compile("@(Test|ParameterizedTest)\\b[^{;]*?\\bvoid (test[A-Z_]|should|\\w*_)\\w*");
    assertThat(
            sources(".java")
                .filter(file -> name(file).contains("/src/test/"))
                .filter(file -> named.matcher(Tree.text(file)).find())
                .map(TidyTest::name))
        .isEmpty();
  }

  @Test
  void linesEndWithLineFeedAndFilesWithOne() {
    assertThat(
            Stream.of(".java", ".sql", ".md", ".properties")
                .flatMap(TidyTest::sources)
                .filter(
                    file -> {
                      String text = Tree.text(file);
                      return text.contains("\r") || !(text.isEmpty() || text.endsWith("\n"));
                    })
                .map(TidyTest::name))
        .isEmpty();
  }

  @Test
  void everyDomainHasAPageOfItsOwn() {
    var faults = new ArrayList<String>();
    for (String module : WITH_README) {
      Path page = Tree.ROOT.resolve(module).resolve("README.md");
      if (!page.toFile().exists()) {
        faults.add(module + " has no README.md");
        continue;
      }
      String text = Tree.text(page);
      if (text.lines().count() > README_LINES) {
        faults.add(module + "/README.md is longer than " + README_LINES + " lines");
      }
      for (String part : List.of("Owns", "Does not own", "Invariants", "States", "Times")) {
        if (!text.contains("**" + part + "**") && !text.contains("## " + part)) {
          faults.add(module + "/README.md does not say: " + part);
        }
      }
    }

    assertThat(faults).isEmpty();
  }
}
