package dev.freehold.sandbox.cloudflare.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.cloudflare.analytics.Facts.Fact;
import dev.freehold.sandbox.cloudflare.analytics.GraphDocument.Field;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers {@code viewer { accounts { dataSet … } }} from facts: filters, groups, orders, cuts. */
final class GraphAnswer {

  static final int MOST_GROUPS = 10_000;

  /** The provider keeps a month of days. */
  static final int RETENTION_DAYS = 31;

  private final Facts facts;
  private final Predicate<String> knownAccount;
  private final LocalDate today;

  private record Group(Map<String, String> dimensions, Map<String, Long> amounts) {}

  GraphAnswer(Facts facts, Predicate<String> knownAccount, LocalDate today) {
    this.facts = facts;
    this.knownAccount = knownAccount;
    this.today = today;
  }

  ObjectNode data(List<Field> query) {
    var data = SimJson.object();
    for (Field viewer : query) {
      require(viewer, "viewer");
      var shown = data.putObject(viewer.as());
      for (Field accounts : viewer.fields()) {
        require(accounts, "accounts");
        String account = accounts.arguments().at("/filter/accountTag").asText();
        if (!knownAccount.test(account)) {
          throw new AnalyticsError("not authorized for that account");
        }
        var one = shown.putArray(accounts.as()).addObject();
        for (Field set : accounts.fields()) {
          one.set(set.as(), groups(set, account));
        }
      }
    }
    return data;
  }

  private static void require(Field field, String name) {
    if (!field.name().equals(name)) {
      throw new AnalyticsError("unknown field \"" + field.name() + "\"");
    }
  }

  private ArrayNode groups(Field set, String account) {
    int limit = set.arguments().path("limit").asInt(0);
    if (limit < 1 || limit > MOST_GROUPS) {
      throw new AnalyticsError("limit must be positive number and not greater than " + MOST_GROUPS);
    }
    JsonNode filter = set.arguments().path("filter");
    List<String> dimensions =
        set.fields().stream()
            .filter(field -> field.name().equals("dimensions"))
            .flatMap(field -> field.fields().stream().map(Field::name))
            .toList();
    var groups = new LinkedHashMap<List<String>, Group>();
    for (LocalDate date : dates(filter)) {
      for (Fact fact : facts.of(set.name(), account, date)) {
        if (matches(fact, filter)) {
          merge(groups, dimensions, fact);
        }
      }
    }
    var shown = SimJson.array();
    groups.values().stream()
        .sorted(order(set.arguments().path("orderBy")))
        .limit(limit)
        .forEach(group -> shown.add(view(set, group)));
    return shown;
  }

  /** The days that the filter names, all of which the provider must still know. */
  private List<LocalDate> dates(JsonNode filter) {
    LocalDate from = date(filter, "date", date(filter, "date_geq", null));
    LocalDate to = date(filter, "date", date(filter, "date_leq", today));
    if (from == null || to == null) {
      throw new AnalyticsError("filter must name a date");
    }
    if (from.isBefore(today.minusDays(RETENTION_DAYS))) {
      throw new AnalyticsError("cannot request data older than " + RETENTION_DAYS * 86_400L + "s");
    }
    LocalDate last = to.isAfter(today) ? today : to;
    return from.isAfter(last) ? List.of() : from.datesUntil(last.plusDays(1)).toList();
  }

  private static @Nullable LocalDate date(
      JsonNode filter, String name, @Nullable LocalDate otherwise) {
    return filter.hasNonNull(name) ? LocalDate.parse(filter.path(name).asText()) : otherwise;
  }

  private static boolean matches(Fact fact, JsonNode filter) {
    for (var condition : filter.properties()) {
      if (!matches(fact, condition.getKey(), condition.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Fact fact, String name, JsonNode wanted) {
    if (name.equals("AND")) {
      for (JsonNode one : wanted) {
        if (!matches(fact, one)) {
          return false;
        }
      }
      return true;
    }
    int underscore = name.indexOf('_');
    String dimension = underscore < 0 ? name : name.substring(0, underscore);
    String value = fact.dimensions().get(dimension);
    if (value == null) {
      throw new AnalyticsError("unknown arg " + name);
    }
    int compared = value.compareTo(wanted.asText());
    return switch (underscore < 0 ? "" : name.substring(underscore + 1)) {
      case "" -> compared == 0;
      case "neq" -> compared != 0;
      case "gt" -> compared > 0;
      case "geq" -> compared >= 0;
      case "lt" -> compared < 0;
      case "leq" -> compared <= 0;
      case "in" -> contains(wanted, value);
      default -> throw new AnalyticsError("unknown arg " + name);
    };
  }

  private static boolean contains(JsonNode list, String value) {
    for (JsonNode one : list) {
      if (one.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static void merge(Map<List<String>, Group> groups, List<String> dimensions, Fact fact) {
    var key = new ArrayList<String>();
    var shown = new LinkedHashMap<String, String>();
    for (String dimension : dimensions) {
      String value = fact.dimensions().get(dimension);
      if (value == null) {
        throw new AnalyticsError("unknown field \"" + dimension + "\"");
      }
      key.add(value);
      shown.put(dimension, value);
    }
    Group group = groups.computeIfAbsent(key, first -> new Group(shown, new LinkedHashMap<>()));
    fact.amounts()
        .forEach(
            (name, amount) ->
                group
                    .amounts()
                    .merge(name, amount, name.endsWith("Size") ? Math::max : Math::addExact));
  }

  private static Comparator<Group> order(JsonNode orderBy) {
    Comparator<Group> order = (one, other) -> 0;
    for (JsonNode term : orderBy) {
      String text = term.asText();
      boolean descending = text.endsWith("_DESC");
      String field = text.replaceFirst("_(ASC|DESC)$", "").replaceFirst("^(sum|max)_", "");
      Comparator<Group> by =
          Comparator.comparing((Group group) -> group.amounts().getOrDefault(field, 0L))
              .thenComparing(group -> group.dimensions().getOrDefault(field, ""));
      order = order.thenComparing(descending ? by.reversed() : by);
    }
    return order;
  }

  private static ObjectNode view(Field set, Group group) {
    var view = SimJson.object();
    for (Field part : set.fields()) {
      var shown = SimJson.object();
      switch (part.name()) {
        case "dimensions" ->
            part.fields()
                .forEach(field -> shown.put(field.as(), group.dimensions().get(field.name())));
        case "sum", "max" ->
            part.fields().forEach(field -> shown.put(field.as(), amount(group, field.name())));
        case "avg" -> part.fields().forEach(field -> shown.put(field.as(), 1));
        default -> {
          view.put(part.as(), 1);
          continue;
        }
      }
      view.set(part.as(), shown);
    }
    return view;
  }

  private static long amount(Group group, String field) {
    Long amount = group.amounts().get(field);
    if (amount == null) {
      throw new AnalyticsError("unknown field \"" + field + "\"");
    }
    return amount;
  }
}
