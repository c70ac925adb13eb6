package dev.freehold.sandbox.cloudflare.analytics;

import dev.freehold.sandbox.cloudflare.analytics.Resource.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows from which data sets are grouped: one per resource, day and action. */
final class Facts {

  /**
   * A row.
   *
   * @param dimensions date, key and action type by name
   * @param amounts by the field's name; all are sums but the two sizes
   */
  record Fact(Map<String, String> dimensions, Map<String, Long> amounts) {}

  private final Usage usage;

  Facts(Usage usage) {
    this.usage = usage;
  }

  /** Facts of one data set on one day. */
  List<Fact> of(String dataSet, String accountId, LocalDate date) {
    return switch (dataSet) {
      case "workersInvocationsAdaptive" -> workers(accountId, date);
      case "d1AnalyticsAdaptiveGroups" -> databases(accountId, date);
      case "r2StorageAdaptiveGroups" -> storage(accountId, date);
      case "r2OperationsAdaptiveGroups" ->
          actions(
              usage.new Day(Kind.R2, accountId, date),
              "bucketName",
              Map.of("PutObject", "r2_class_a_ops", "GetObject", "r2_class_b_ops"),
              date);
      case "kvOperationsAdaptiveGroups" ->
          actions(
              usage.new Day(Kind.KV, accountId, date),
              "namespaceId",
              Map.of("read", "kv_reads", "write", "kv_writes"),
              date);
      default -> throw new AnalyticsError("unknown field \"" + dataSet + "\"");
    };
  }

  private List<Fact> workers(String accountId, LocalDate date) {
    var day = usage.new Day(Kind.WORKER, accountId, date);
    return day.lived().stream()
        .map(
            one ->
                new Fact(
                    Map.of("date", date.toString(), "scriptName", one.key()),
                    Map.of(
                        "requests", day.amount(one, "worker_invocations", 100),
                        "errors", day.amount(one, "worker_errors", 3),
                        "subrequests", 0L)))
        .toList();
  }

  private List<Fact> databases(String accountId, LocalDate date) {
    var day = usage.new Day(Kind.D1, accountId, date);
    return day.lived().stream()
        .map(
            one ->
                new Fact(
                    Map.of("date", date.toString(), "databaseId", one.key()),
                    Map.of(
                        "rowsRead",
                        day.amount(one, "d1_read_rows", 1000),
                        "rowsWritten",
                        day.amount(one, "d1_write_rows", 100),
                        "readQueries",
                        0L,
                        "writeQueries",
                        0L)))
        .toList();
  }

  private List<Fact> storage(String accountId, LocalDate date) {
    var day = usage.new Day(Kind.R2, accountId, date);
    return day.lived().stream()
        .map(
            one ->
                new Fact(
                    Map.of("date", date.toString(), "bucketName", one.key()),
                    Map.of(
                        "payloadSize", day.amount(one, "r2_storage_bytes", 100_000),
                        "metadataSize", 0L,
                        "objectCount", 1L)))
        .toList();
  }

  /**
   * @param metrics slug by action type
   */
  private static List<Fact> actions(
      Usage.Day day, String key, Map<String, String> metrics, LocalDate date) {
    var facts = new ArrayList<Fact>();
    for (Resource one : day.lived()) {
      metrics.forEach(
          (action, metric) ->
              facts.add(
                  new Fact(
                      Map.of("date", date.toString(), key, one.key(), "actionType", action),
                      Map.of("requests", day.amount(one, metric, 50)))));
    }
    return facts;
  }
}
