package dev.freehold.verify.operating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links lead somewhere, and what pages tell people to call is there. */
class PagesTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  private static List<Path> pages() {
    return Stream.concat(
            Tree.files("docs", ".md").stream(),
            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                .map(Tree.ROOT::resolve))
        .toList();
  }

  private static List<Path> operating() {
    return Stream.of("docs/operating", "docs/security")
        .flatMap(folder -> Tree.files(folder, ".md").stream())
        .toList();
  }

  /** As GitHub makes anchors: small letters, digits and dashes stay, a space is a dash. */
  private static Set<String> anchors(Path page) {
    var anchors = new TreeSet<String>();
    Matcher heading = HEADING.matcher(Tree.text(page));
    while (heading.find()) {
      anchors.add(
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-'));
    }
    return anchors;
  }

  private static boolean leads(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target)
        && (parts.length == 1
            || !target.toString().endsWith(".md")
            || anchors(target).contains(parts[1]));
  }

  @Test
  void linksLeadSomewhere() {
    var broken = new ArrayList<String>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Tree.text(page));
      while (link.find()) {
        if (!link.group(1).matches("[a-z]+:.*") && !leads(page, link.group(1))) {
          broken.add(Tree.ROOT.relativize(page) + " -> " + link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void operationsThatPagesCallExist() {
    String api = Tree.text(Tree.ROOT.resolve("docs/reference/api.md"));
    Set<String> routes = found(Pattern.compile("`([A-Z]+ /v1/[^`]+)`"), api);
    Set<String> known =
        routes.stream()
            .map(route -> route.replaceAll("\\{[^}]+}", "{}"))
            .collect(Collectors.toSet());
    var missing = new TreeSet<String>();
    for (Path page : operating()) {
      for (String call :
          found(Pattern.compile("\\bapi ([A-Z]+ '?/v1/[^\\s'?`]+)"), Tree.text(page))) {
        String route = call.replace("'", "").replaceAll("\\$[A-Z]+|\\{[^}]+}", "{}");
        if (!known.contains(route)) {
          missing.add(page.getFileName() + ": " + route);
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void settingsThatPagesNameExist() {
    String settings = Tree.text(Tree.ROOT.resolve("docs/reference/configuration.md"));
    Set<String> known = found(Pattern.compile("(?m)^\\| `(freehold\\.[a-z0-9.*_-]+)`"), settings);
    var missing = new TreeSet<String>();
    for (Path page : operating()) {
      for (String key :
          found(Pattern.compile("`\"?(freehold\\.[a-z0-9-]+\\.[a-z0-9._-]+)"), Tree.text(page))) {
        if (known.stream().noneMatch(one -> key.matches(one.replace(".*", "\\..+")))) {
          missing.add(page.getFileName() + ": " + key);
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  /** Tables in SQL of the pages are the migrations' tables. */
  @Test
  void tablesThatPagesAskExist() {
    String migrations =
        Tree.files("shared/database/src/main/resources/db/migration", ".sql").stream()
            .map(Tree::text)
            .collect(Collectors.joining("\n"));
    Pattern table =
        Pattern.compile(
            "\\b(?:FROM|INTO|UPDATE|JOIN) ((?:core|identity|stacks|registry|provisioning|billing"
                + "|metering)\\.[a-z_]+)");
    var missing = new TreeSet<String>();
    for (Path page : operating()) {
      for (String name : found(table, Tree.text(page))) {
        if (!migrations.contains("CREATE TABLE " + name + " (")) {
          missing.add(page.getFileName() + ": " + name);
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void thePageOfCostsSaysWhatItsScriptSays() throws IOException, InterruptedException {
    Path script = Tree.ROOT.resolve("docs/operating/cost.py");
    Process check =
        new ProcessBuilder("python3", script.toString(), "--check")
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(check.waitFor()).as(said).isZero();
  }

  private static Set<String> found(Pattern pattern, String text) {
    var names = new TreeSet<String>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
