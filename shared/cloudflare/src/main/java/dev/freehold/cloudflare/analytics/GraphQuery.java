package dev.freehold.cloudflare.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freehold.kernel.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The GraphQL of one data set, and what its groups say. */
final class GraphQuery {

  private GraphQuery() {}

  /** The request's body; values travel as variables only. */
  static String body(DataSet set, String accountId, LocalDate date, String from, int limit) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("query", text(set));
    body.putObject("variables")
        .put("accountTag", accountId)
        .put("date", date.toString())
        .put("limit", limit)
        .put("after", from);
    return Json.write(body);
  }

  private static String text(DataSet set) {
    String key = set.keyName();
    String dimensions = set.hasActions() ? key + " actionType" : key;
    String order = set.hasActions() ? key + "_ASC, actionType_ASC" : key + "_ASC";
    String amounts =
        set.isLevel()
            ? "max { " + String.join(" ", set.sums()) + " }"
            : "sum { " + String.join(" ", set.sums()) + " } avg { sampleInterval }";
    return """
    query($accountTag: string!, $date: Date!, $limit: uint64!, $after: string!) { \
    viewer { accounts(filter: {accountTag: $accountTag}) { \
    %s(limit: $limit, filter: {date: $date, %s_geq: $after}, orderBy: [%s]) { \
    dimensions { %s } %s } } } }"""
        .formatted(set.providerName(), key, order, dimensions, amounts);
  }

  /**
   * @param answer the provider's whole answer, of status 200
   * @throws AnalyticsFailure when it holds errors instead of the data set
   */
  static AnalyticsPage page(DataSet set, JsonNode answer, String from, int limit) {
    JsonNode errors = answer.path("errors");
    if (errors.isArray() && !errors.isEmpty()) {
      throw new AnalyticsFailure(errors.path(0).path("message").asText("unnamed error"), null);
    }
    JsonNode groups =
        answer.path("data").path("viewer").path("accounts").path(0).path(set.providerName());
    if (!groups.isArray()) {
      throw new AnalyticsFailure("no " + set.providerName() + " in the answer", null);
    }
    var rows = new ArrayList<Measurement>();
    groups.forEach(group -> rows.addAll(rows(set, group)));
    return AnalyticsPage.of(rows, groups.size(), from, limit);
  }

  private static List<Measurement> rows(DataSet set, JsonNode group) {
    String key = text(group.path("dimensions").path(set.keyName()), set.keyName());
    boolean estimated =
        group.path("avg").path("sampleInterval").decimalValue().compareTo(BigDecimal.ONE) > 0;
    if (set.isLevel()) {
      long bytes = 0;
      for (String part : set.sums()) {
        bytes = Math.addExact(bytes, amount(group.path("max").path(part), part));
      }
      return List.of(new Measurement(key, "bytes", bytes, estimated));
    }
    JsonNode sum = group.path("sum");
    if (set.hasActions()) {
      String action = text(group.path("dimensions").path("actionType"), "actionType");
      return List.of(
          new Measurement(key, action, amount(sum.path("requests"), "requests"), estimated));
    }
    return set.sums().stream()
        .map(part -> new Measurement(key, part, amount(sum.path(part), part), estimated))
        .toList();
  }

  private static String text(JsonNode value, String name) {
    if (!value.isTextual()) {
      throw new AnalyticsFailure("dimension " + name + " is missing", null);
    }
    return value.asText();
  }

  private static long amount(JsonNode value, String name) {
    if (!value.canConvertToLong() || !value.isIntegralNumber() || value.asLong() < 0) {
      throw new AnalyticsFailure("amount " + name + " is not a whole number >= 0", null);
    }
    return value.asLong();
  }
}
