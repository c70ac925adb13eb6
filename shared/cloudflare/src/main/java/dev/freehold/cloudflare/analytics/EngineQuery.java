package dev.freehold.cloudflare.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQL over our own data points: a Worker writes one per request, its platform's key as the
 * index and {@code ok} or the kind of the error as the first blob.
 */
final class EngineQuery {

  private EngineQuery() {}

  static String text(LocalDate date, String from, int limit) {
    return """
    SELECT index1 AS platform, sum(_sample_interval) AS invocations,
    sum(if(blob1 = 'ok', 0, _sample_interval)) AS errors, max(_sample_interval) AS sampled
    FROM freehold_invocations
    WHERE timestamp >= toDateTime('%s 00:00:00') AND timestamp < toDateTime('%s 00:00:00')
    AND index1 >= '%s'
    GROUP BY platform ORDER BY platform LIMIT %d FORMAT JSON"""
        .formatted(date, date.plusDays(1), from.replace("'", "''"), limit);
  }

  static AnalyticsPage page(JsonNode answer, String from, int limit) {
    JsonNode data = answer.path("data");
    if (!data.isArray()) {
      throw new AnalyticsFailure("no data in the answer", null);
    }
    var rows = new ArrayList<Measurement>();
    data.forEach(row -> rows.addAll(rows(row)));
    return AnalyticsPage.of(rows, data.size(), from, limit);
  }

  private static List<Measurement> rows(JsonNode row) {
    String key = row.path("platform").asText("");
    boolean estimated = number(row.path("sampled")).compareTo(BigDecimal.ONE) > 0;
    return List.of(
        new Measurement(key, "invocations", amount(row.path("invocations")), estimated),
        new Measurement(key, "errors", amount(row.path("errors")), estimated));
  }

  private static long amount(JsonNode value) {
    BigDecimal number = number(value);
    try {
      if (number.signum() >= 0) {
        return number.longValueExact();
      }
    } catch (ArithmeticException e) {
      // Falls through: the provider's number is no amount.
    }
    throw new AnalyticsFailure("amount " + number + " is not a whole number >= 0", null);
  }

  /** The provider writes 64-bit numbers as text. */
  private static BigDecimal number(JsonNode value) {
    try {
      return new BigDecimal(value.asText("0"));
    } catch (NumberFormatException e) {
      throw new AnalyticsFailure("not a number in the answer", null);
    }
  }
}
