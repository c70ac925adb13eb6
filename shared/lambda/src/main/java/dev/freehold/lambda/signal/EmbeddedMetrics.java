package dev.freehold.lambda.signal;

import dev.freehold.kernel.signal.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics as members of a log line, which CloudWatch takes out of it by itself:
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html.
 *
 * @param values not empty
 * @param byOperation all of them per operation too; see decision 13 for what that costs
 */
public record EmbeddedMetrics(
    String environment, String operation, Map<Metric, Long> values, boolean byOperation) {

  private static final String NAMESPACE = "Freehold";
  private static final List<String> WHOLE = List.of("Environment");
  private static final List<String> OPERATION = List.of("Environment", "Operation");

  /** What the line's root gets; the numbers themselves among it. */
  public Map<String, Object> members(Instant at) {
    var members = new LinkedHashMap<String, Object>();
    members.put("Environment", environment);
    members.put("Operation", operation);
    values.forEach((metric, value) -> members.put(metric.label(), value));
    members.put("_aws", Map.of("Timestamp", at.toEpochMilli(), "CloudWatchMetrics", directives()));
    return members;
  }

  private List<Object> directives() {
    var directives = new ArrayList<Object>();
    directives.add(
        directive(
            byOperation ? List.of(WHOLE, OPERATION) : List.of(WHOLE),
            List.copyOf(values.keySet())));
    List<Metric> failures =
        values.entrySet().stream()
            .filter(value -> value.getKey().isKeptPerOperation() && value.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
    if (!byOperation && !failures.isEmpty()) {
      directives.add(directive(List.of(OPERATION), failures));
    }
    return directives;
  }

  private static Map<String, Object> directive(
      List<List<String>> dimensions, List<Metric> metrics) {
    return Map.of(
        "Namespace",
        NAMESPACE,
        "Dimensions",
        dimensions,
        "Metrics",
        metrics.stream()
            .map(metric -> Map.of("Name", metric.label(), "Unit", metric.unit().word()))
            .toList());
  }
}
