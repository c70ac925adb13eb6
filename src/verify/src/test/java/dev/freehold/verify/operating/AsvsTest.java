package dev.freehold.verify.operating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.verify.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security/asvs.md} names each requirement once, and tests that exist. */
class AsvsTest {

  private static final Path PAGE = Tree.ROOT.resolve("docs/security/asvs.md");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| V(\\d+\\.\\d+)\\.(\\d+) \\|.*\\|$");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+#\\w+)`");
  private static final Pattern TEST =
      Pattern.compile("@(?:Test|RepeatedTest|ParameterizedTest)\\b[\\s\\S]*?\\bvoid (\\w+)\\(");

  /** How many requirements ASVS 5.0.0 has in each section of V6, V7 and V8. */
  private static final Map<String, Integer> SECTIONS =
      Map.ofEntries(
          Map.entry("6.1", 3),
          Map.entry("6.2", 12),
          Map.entry("6.3", 8),
          Map.entry("6.4", 6),
          Map.entry("6.5", 8),
          Map.entry("6.6", 4),
          Map.entry("6.7", 2),
          Map.entry("6.8", 4),
          Map.entry("7.1", 3),
          Map.entry("7.2", 4),
          Map.entry("7.3", 2),
          Map.entry("7.4", 5),
          Map.entry("7.5", 3),
          Map.entry("7.6", 2),
          Map.entry("8.1", 4),
          Map.entry("8.2", 4),
          Map.entry("8.3", 3),
          Map.entry("8.4", 2));

  private static final int LEAST_SHOWN = 60;

  /** The rows of the page, or of the part of it under one heading. */
  private static List<String> rows(String text) {
    return ROW.matcher(text).results().map(row -> row.group()).toList();
  }

  private static String under(String heading) {
    return Tree.text(PAGE).split("\n## " + heading + "\n", 2)[1].split("\n## ", 2)[0];
  }

  private static List<String> named(String text) {
    return NAMED.matcher(text).results().map(name -> name.group(1)).toList();
  }

  /** {@code Class#method}; two classes of one name count as one. */
  private static Set<String> tests() {
    var tests = new TreeSet<String>();
    Stream.of("shared", "functions", "src")
        .flatMap(part -> Tree.files(part, "Test.java").stream())
        .forEach(
            file -> {
              String type = file.getFileName().toString().replace(".java", "");
              Matcher test = TEST.matcher(Tree.text(file));
              while (test.find()) {
                tests.add(type + "#" + test.group(1));
              }
            });
    return tests;
  }

  @Test
  void everyTestItNamesExists() {
    assertThat(tests()).containsAll(named(Tree.text(PAGE)));
  }

  @Test
  void everyRequirementOfTheChaptersStandsOnce() {
    var numbers = new HashMap<String, List<Integer>>();
    Matcher row = ROW.matcher(Tree.text(PAGE));
    while (row.find()) {
      numbers
          .computeIfAbsent(row.group(1), section -> new ArrayList<>())
          .add(Integer.valueOf(row.group(2)));
    }

    assertThat(numbers.keySet()).isEqualTo(SECTIONS.keySet());
    SECTIONS.forEach(
        (section, count) ->
            assertThat(numbers.get(section))
                .as("V" + section)
                .containsExactlyInAnyOrderElementsOf(
                    Stream.iterate(1, i -> i + 1).limit(count).toList()));
  }

  @Test
  void whatIsMetIsShownByATest() {
    List<String> shown =
        Stream.of("Met", "Met in part").flatMap(part -> rows(under(part)).stream()).toList();

    assertThat(shown).hasSizeGreaterThanOrEqualTo(LEAST_SHOWN);
    assertThat(shown).allMatch(row -> !named(row).isEmpty());
  }

  @Test
  void theFirstLinesCountRight() {
    assertThat(Tree.text(PAGE))
        .contains(
            "Of the %d requirements\n%d are met, %d in part, %d are not met and %d have"
                .formatted(
                    rows(Tree.text(PAGE)).size(),
                    rows(under("Met")).size(),
                    rows(under("Met in part")).size(),
                    rows(under("Not met")).size(),
                    rows(under("Nothing to apply to")).size()));
  }

  private static JsonNode api() {
    return Json.tree(Tree.text(Tree.ROOT.resolve("docs/reference/openapi.json")));
  }

  @Test
  void nobodyIsAskedForHintsOrSecretQuestions() {
    List<String> fields = new ArrayList<>();
    api().findValues("properties").forEach(one -> one.fieldNames().forEachRemaining(fields::add));

    assertThat(fields).contains("password");
    assertThat(fields).noneMatch(field -> field.matches("(?i).*(hint|question).*"));
  }

  /** Schemas that an operator's request names, with what they are made of. */
  @Test
  void operatorsChooseNobodysPassword() {
    var asked = new ArrayList<String>();
    api()
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getKey().startsWith("/v1/admin/")) {
                path.getValue()
                    .findValues("requestBody")
                    .forEach(body -> asked.add(resolved(body.toString())));
              }
            });

    assertThat(asked).isNotEmpty();
    assertThat(asked).noneMatch(body -> body.matches("(?is).*\"\\w*password.*"));
  }

  private static String resolved(String body) {
    var all = new StringBuilder(body);
    Matcher name = Pattern.compile("#/components/schemas/(\\w+)").matcher(body);
    while (name.find()) {
      all.append(api().at("/components/schemas/" + name.group(1)));
    }
    return all.toString();
  }
}
