package dev.freehold.verify.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.signal.Metric;
import dev.freehold.verify.Tree;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alarms watch metrics that are written, and nothing is written that nobody watches. */
class MetricsTest {

  /** Our names have a dot, and AWS's have none; a runbook's file is no name. */
  private static final Pattern NAME = Pattern.compile("\"([a-z]+\\.(?!md\")[a-z_]+)\"");

  private static final Set<String> WRITTEN =
      Arrays.stream(Metric.values())
          .map(Metric::label)
          .filter(label -> label.contains("."))
          .collect(Collectors.toCollection(TreeSet::new));

  @Test
  void alarmsAndMetricsAreOfOneMind() {
    var watched = new TreeSet<String>();
    Tree.files("infra/terraform/modules/alarms", ".tf")
        .forEach(
            file ->
                NAME.matcher(Tree.text(file))
                    .results()
                    .forEach(found -> watched.add(found.group(1))));

    assertThat(watched).isEqualTo(WRITTEN);
  }
}
