package dev.freehold.bench.baseline;

import dev.freehold.bench.workload.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a script of two recorded runs. Digits of the run's number stay the run's own; an id that
 * only one of the runs has was made by it and gets those digits too; everything else, times above
 * all, stays as it was recorded.
 */
final class Scripting {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

  /** What pgbench would take for its own variable. */
  private static final Pattern VARIABLE = Pattern.compile("(?<!:):[A-Za-z_]");

  private static final int MADE = 0xf000;

  private final String tag;
  private final Function<Statement, List<String>> types;
  private final Map<String, String> made = new LinkedHashMap<>();

  /**
   * @param tag digits of the first run's number
   */
  Scripting(String tag, Function<Statement, List<String>> types) {
    this.tag = tag;
    this.types = types;
  }

  /**
   * @throws IllegalStateException when the runs did not send the same statements
   */
  Script script(List<Statement> run, List<Statement> other) {
    if (!run.stream()
        .map(Statement::sql)
        .toList()
        .equals(other.stream().map(Statement::sql).toList())) {
      throw new IllegalStateException(
          "two runs sent different statements:\n%s\n%s".formatted(run, other));
    }
    Set<String> known = new HashSet<>();
    values(other)
        .forEach(
            value -> UUID.matcher(value).results().map(MatchResult::group).forEach(known::add));
    for (String value : values(run)) {
      UUID.matcher(value)
          .results()
          .map(MatchResult::group)
          .filter(id -> !id.endsWith(tag) && !known.contains(id))
          .forEach(id -> made.computeIfAbsent(id, this::own));
    }
    return new Script(run.stream().map(this::rendered).toList());
  }

  private static List<String> values(List<Statement> run) {
    var values = new ArrayList<String>();
    for (Statement statement : run) {
      for (String value : statement.parameters()) {
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }

  private String own(String id) {
    return Numbers.prefix(MADE + made.size()) + tag;
  }

  private String rendered(Statement statement) {
    if (VARIABLE.matcher(statement.sql()).find()) {
      throw new IllegalStateException("pgbench would read a variable in " + statement.sql());
    }
    List<String> typesOf = types.apply(statement);
    return PLACE
        .matcher(statement.sql())
        .replaceAll(
            place -> {
              int at = Integer.parseInt(place.group(1)) - 1;
              String value = literal(statement.parameters().get(at), typesOf.get(at));
              return java.util.regex.Matcher.quoteReplacement(value);
            });
  }

  private String literal(@Nullable String value, String type) {
    if (value == null) {
      return "(NULL::" + type + ")";
    }
    String text = UUID.matcher(value).replaceAll(id -> made.getOrDefault(id.group(), id.group()));
    String quoted = quoted(text);
    return text.contains(tag)
        ? "(replace(%s, '%s', lpad(to_hex(:n::bigint), 12, '0'))::%s)".formatted(quoted, tag, type)
        : "(" + quoted + "::" + type + ")";
  }

  /** Colons are escaped: pgbench looks for its variables inside of literals too. */
  private static String quoted(String text) {
    return "E'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replace(":", "\\x3A").replace("\n", "\\n")
        + "'";
  }
}
