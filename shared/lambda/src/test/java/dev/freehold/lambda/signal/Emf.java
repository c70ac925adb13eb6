package dev.freehold.lambda.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A line as CloudWatch reads it, by the published rules of its embedded metric format: what breaks
 * one is dropped there without a word.
 */
public final class Emf {

  /** What CloudWatch would keep: a metric with its value under one set of dimensions. */
  public record Kept(String metric, String dimensions, long value, String unit) {}

  private static final Set<String> UNITS = Set.of("Count", "Seconds", "Milliseconds");

  private Emf() {}

  public static List<Kept> read(JsonNode line) {
    JsonNode aws = line.path("_aws");
    assertThat(aws.path("Timestamp").isIntegralNumber()).as("Timestamp").isTrue();
    Instant at = Instant.ofEpochMilli(aws.path("Timestamp").asLong());
    assertThat(at)
        .isBetween(
            Instant.now().minus(Duration.ofDays(14)), Instant.now().plus(Duration.ofHours(2)));
    assertThat(aws.path("CloudWatchMetrics").isArray()).isTrue();
    var kept = new ArrayList<Kept>();
    for (JsonNode directive : aws.path("CloudWatchMetrics")) {
      assertThat(directive.path("Namespace").asText()).isEqualTo("Freehold");
      assertThat(directive.path("Metrics").size()).isBetween(1, 100);
      assertThat(directive.path("Dimensions").size()).isPositive();
      for (JsonNode set : directive.path("Dimensions")) {
        String dimensions = dimensions(line, set);
        for (JsonNode metric : directive.path("Metrics")) {
          kept.add(metric(line, metric, dimensions));
        }
      }
    }
    return kept;
  }

  private static String dimensions(JsonNode line, JsonNode set) {
    assertThat(set.size()).isBetween(1, 30);
    var pairs = new ArrayList<String>();
    for (JsonNode name : set) {
      JsonNode value = line.path(name.asText());
      assertThat(value.isTextual()).as("dimension %s is text at the root", name).isTrue();
      assertThat(value.asText()).hasSizeBetween(1, 1024);
      pairs.add(name.asText() + '=' + value.asText());
    }
    return String.join(",", pairs);
  }

  private static Kept metric(JsonNode line, JsonNode metric, String dimensions) {
    String name = metric.path("Name").asText();
    assertThat(name).hasSizeBetween(1, 1024).matches("[\\x21-\\x7E]+");
    assertThat(metric.path("Unit").asText()).isIn(UNITS);
    assertThat(line.path(name).isNumber()).as("metric %s is a number at the root", name).isTrue();
    return new Kept(name, dimensions, line.path(name).asLong(), metric.path("Unit").asText());
  }
}
