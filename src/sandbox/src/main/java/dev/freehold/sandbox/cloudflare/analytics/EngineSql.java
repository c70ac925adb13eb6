package dev.freehold.sandbox.cloudflare.analytics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the one kind of SQL that is asked: sums of {@code _sample_interval} by platform key
 * ({@code index1}) over days, from a key on, so many rows.
 */
final class EngineSql {

  private static final Pattern COLUMN =
      Pattern.compile("(?is)([^,()]*(?:\\((?:[^()]|\\([^()]*\\))*\\))?[^,()]*?)\\s+AS\\s+(\\w+)");
  private static final Pattern FROM_DAY =
      Pattern.compile("(?is)timestamp\\s*>=\\s*toDateTime\\('(\\d{4}-\\d\\d-\\d\\d)");
  private static final Pattern TO_DAY =
      Pattern.compile("(?is)timestamp\\s*<\\s*toDateTime\\('(\\d{4}-\\d\\d-\\d\\d)");
  private static final Pattern FROM_KEY =
      Pattern.compile("(?is)index1\\s*(>=|>|=)\\s*'((?:[^']|'')*)'");
  private static final Pattern LIMIT = Pattern.compile("(?is)\\bLIMIT\\s+(\\d+)");

  private final Facts facts;

  private record Amounts(long invocations, long errors) {}

  EngineSql(Facts facts) {
    this.facts = facts;
  }

  ObjectNode answer(String sql, String accountId, LocalDate today) {
    Map<String, String> columns = columns(sql);
    var amounts = amounts(sql, accountId, today);
    Matcher limit = LIMIT.matcher(sql);
    long most = limit.find() ? Long.parseLong(limit.group(1)) : 10_000;
    var answer = SimJson.object();
    var meta = answer.putArray("meta");
    columns.forEach(
        (name, what) ->
            meta.addObject()
                .put("name", name)
                .put("type", what.equals("index1") ? "String" : "UInt64"));
    var data = answer.putArray("data");
    for (var one : amounts.entrySet()) {
      if (data.size() < most) {
        var row = data.addObject();
        columns.forEach((name, what) -> row.put(name, value(what, one.getKey(), one.getValue())));
      }
    }
    answer.put("rows", data.size());
    answer.put("rows_before_limit_at_least", amounts.size());
    return answer;
  }

  /** As the provider writes them: 64-bit numbers are texts. */
  private static String value(String what, String key, Amounts amounts) {
    return switch (what) {
      case "index1" -> key;
      case "sum" -> Long.toString(amounts.invocations());
      case "sumIf" -> Long.toString(amounts.errors());
      default -> "1";
    };
  }

  private Map<String, Amounts> amounts(String sql, String accountId, LocalDate today) {
    LocalDate from = day(FROM_DAY, sql);
    LocalDate to = day(TO_DAY, sql);
    Matcher key = FROM_KEY.matcher(sql);
    String operator = key.find() ? key.group(1) : ">=";
    String bound = key.hasMatch() ? key.group(2).replace("''", "'") : "";
    var amounts = new TreeMap<String, Amounts>();
    for (LocalDate date : from.datesUntil(to.isBefore(from) ? from : to).toList()) {
      if (date.isAfter(today)) {
        break;
      }
      for (Facts.Fact fact : facts.of("workersInvocationsAdaptive", accountId, date)) {
        String script = String.valueOf(fact.dimensions().get("scriptName"));
        String platform = script.replaceFirst("-.*", "");
        int compared = platform.compareTo(bound);
        boolean wanted =
            operator.equals("=")
                ? compared == 0
                : operator.equals(">") ? compared > 0 : compared >= 0;
        if (wanted) {
          var one =
              new Amounts(
                  fact.amounts().getOrDefault("requests", 0L),
                  fact.amounts().getOrDefault("errors", 0L));
          amounts.merge(
              platform,
              one,
              (a, b) -> new Amounts(a.invocations() + b.invocations(), a.errors() + b.errors()));
        }
      }
    }
    return amounts;
  }

  private static LocalDate day(Pattern pattern, String sql) {
    Matcher found = pattern.matcher(sql);
    if (!found.find()) {
      throw new AnalyticsError("the query must name the days it asks about");
    }
    return LocalDate.parse(found.group(1));
  }

  /** What is shown, by the name it is shown under. */
  private static Map<String, String> columns(String sql) {
    int from = sql.toLowerCase(Locale.ROOT).indexOf(" from ");
    int start = sql.toLowerCase(Locale.ROOT).indexOf("select ");
    int line = sql.toLowerCase(Locale.ROOT).indexOf("\nfrom ");
    int end = from < 0 || (line >= 0 && line < from) ? line : from;
    if (start < 0 || end < start) {
      throw new AnalyticsError("only SELECT … FROM is known");
    }
    var columns = new LinkedHashMap<String, String>();
    Matcher column = COLUMN.matcher(sql.substring(start + 7, end));
    while (column.find()) {
      columns.put(column.group(2), kind(column.group(1).replaceAll("\\s", "")));
    }
    return columns;
  }

  private static String kind(String expression) {
    String bare = expression.toLowerCase(Locale.ROOT);
    if (bare.equals("index1")) {
      return "index1";
    }
    if (bare.equals("sum(_sample_interval)")) {
      return "sum";
    }
    if (bare.startsWith("sum(if(blob1=") || bare.startsWith("sumif(_sample_interval")) {
      return "sumIf";
    }
    if (bare.equals("max(_sample_interval)")) {
      return "max";
    }
    throw new AnalyticsError("unable to find expression " + expression);
  }
}
