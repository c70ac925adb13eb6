package dev.freehold.verify.operating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.Tree;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An alarm nobody knows how to mend is noise. */
class AlarmsTest {

  private static final String MODULE = "infra/terraform/modules/alarms/";
  private static final String RUNBOOKS = "docs/operating/runbooks";

  /** The budget's notice, which is no alarm of CloudWatch. */
  private static final String BUDGET = "cost";

  private static String module(String file) {
    return Tree.text(Tree.ROOT.resolve(MODULE + file));
  }

  private static Set<String> found(String pattern, String text) {
    var names = new TreeSet<String>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** {@code prefix-${name}-rest}: the fixed words before what stands for a queue. */
  private static Set<String> alarms() {
    var names =
        found("alarm_name +=\\s*\"\\$\\{var\\.name}-([a-z-]+?)-?(?:\\$|\")", module("main.tf"));
    names.addAll(
        found("(?m)^ {4,6}([a-z]+(?:-[a-z]+)+|readiness|throttles) += \\{", module("locals.tf")));
    names.addAll(found("\"(egress)-\\$\\{group}\"", module("locals.tf")));
    return names;
  }

  private static Set<String> runbooks() {
    var names = new TreeSet<String>();
    Tree.files(RUNBOOKS, ".md")
        .forEach(file -> names.add(file.getFileName().toString().replace(".md", "")));
    return names;
  }

  @Test
  void everyAlarmHasItsRunbookAndEveryRunbookItsAlarm() {
    var expected = alarms();
    expected.add(BUDGET);

    assertThat(expected).hasSizeGreaterThan(15);
    assertThat(runbooks()).isEqualTo(expected);
  }

  @Test
  void everyAlarmTellsSomebodyWhenItBeginsAndWhenItEnds() {
    List<String> alarms =
        Pattern.compile("(?m)^resource \"aws_cloudwatch_metric_alarm\"")
            .splitAsStream(module("main.tf"))
            .skip(1)
            .toList();

    assertThat(alarms)
        .isNotEmpty()
        .allMatch(one -> one.contains("alarm_actions "))
        .allMatch(one -> one.contains("ok_actions "))
        .allMatch(one -> one.matches("(?s).*alarm_description +=.*local\\.link\\[.*"))
        .allMatch(one -> one.contains("treat_missing_data "));
  }

  /** What it means, what the customer notices, where to look, how to mend, how to prevent. */
  @Test
  void everyRunbookAnswersTheFiveQuestions() {
    assertThat(
            Tree.files(RUNBOOKS, ".md").stream()
                .filter(
                    file ->
                        !Stream.of("Means", "The customer notices", "Look", "Mend", "Prevent")
                            .allMatch(part -> Tree.text(file).contains("**" + part)))
                .map(file -> file.getFileName().toString()))
        .isEmpty();
  }

  @Test
  void theIndexNamesEveryRunbook() {
    String index = Tree.text(Tree.ROOT.resolve("docs/operating/README.md"));

    assertThat(runbooks()).allMatch(name -> index.contains("(runbooks/" + name + ".md)"));
  }
}
