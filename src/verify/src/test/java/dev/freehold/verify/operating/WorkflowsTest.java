package dev.freehold.verify.operating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What runs with our rights elsewhere is pinned, bounded, and may do as little as it can. */
class WorkflowsTest {

  private static final Pattern USES = Pattern.compile("(?m)^\\s*-?\\s*uses: *(.+)$");
  private static final Pattern PINNED =
      Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");

  private static List<Path> workflows() {
    return Tree.files(".github/workflows", ".yml");
  }

  @Test
  void everyActionIsPinnedByItsCommitAndSaysItsVersion() {
    var loose = new ArrayList<String>();
    for (Path workflow : workflows()) {
      Matcher uses = USES.matcher(Tree.text(workflow));
      while (uses.find()) {
        String action = uses.group(1).strip();
        boolean own =
            action.startsWith("./") && Files.exists(Tree.ROOT.resolve(action).normalize());
        if (!own && !PINNED.matcher(action).matches()) {
          loose.add(workflow.getFileName() + ": " + action);
        }
      }
    }

    assertThat(workflows()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(loose).isEmpty();
  }

  @Test
  void nothingIsAllowedThatAJobDoesNotAskFor() {
    assertThat(workflows()).allMatch(file -> Tree.text(file).contains("\npermissions: {}\n"));
    assertThat(workflows())
        .noneMatch(file -> Tree.text(file).matches("(?s).*: *write-all.*|.*contents: *write.*"));
  }

  /** A job that calls another workflow is bounded there. */
  @Test
  void everyJobEnds() {
    assertThat(workflows())
        .allMatch(
            file -> count(file, "(?m)^    runs-on:") == count(file, "(?m)^    timeout-minutes:"));
  }

  @Test
  void checkoutsLeaveNoToken() {
    assertThat(workflows())
        .allMatch(
            file ->
                count(file, "uses: actions/checkout@")
                    == count(file, "persist-credentials: false"));
  }

  /** Text of others (titles, branches) is never put into a shell's line. */
  @Test
  void noExpressionStandsInAScript() {
    assertThat(workflows())
        .noneMatch(file -> Pattern.compile("(?m)run:.*\\$\\{\\{").matcher(Tree.text(file)).find());
  }

  @Test
  void everyDomainIsBuiltNatively() throws IOException {
    String workflow = Tree.text(Tree.ROOT.resolve(".github/workflows/native.yml"));
    Matcher matrix = Pattern.compile("domain: \\[([a-z, ]+)]").matcher(workflow);
    assertThat(matrix.find()).isTrue();
    Set<String> modules;
    try (Stream<Path> folders = Files.list(Tree.ROOT.resolve("functions"))) {
      modules =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
    }
    // Flyway needs a class path to walk: on the JVM always.
    modules.remove("migrate");

    assertThat(Set.of(matrix.group(1).split(", "))).isEqualTo(modules);
  }

  private static long count(Path file, String pattern) {
    return Pattern.compile(pattern).matcher(Tree.text(file)).results().count();
  }
}
