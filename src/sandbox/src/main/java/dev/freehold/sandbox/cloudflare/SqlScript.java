package dev.freehold.sandbox.cloudflare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits SQL into statements at semicolons outside of texts, names, comments and triggers. */
final class SqlScript {

  private static final Pattern TRIGGER =
      Pattern.compile("(?is)^\\s*create\\s+(temp\\s+|temporary\\s+)?trigger\\b.*");
  private static final Pattern TRIGGER_END = Pattern.compile("(?is).*\\bend\\s*$");

  private SqlScript() {}

  /** Statements without their semicolons and without comments; empty ones are left out. */
  static List<String> statements(String sql) {
    var statements = new ArrayList<String>();
    var current = new StringBuilder();
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      int end = skip(sql, i);
      if (end > i) {
        boolean comment = c == '-' || c == '/';
        current.append(comment ? " " : sql.substring(i, end));
        i = end;
        continue;
      }
      if (c == ';' && isWhole(current)) {
        add(statements, current);
      } else {
        current.append(c);
      }
      i++;
    }
    add(statements, current);
    return statements;
  }

  private static boolean isWhole(StringBuilder statement) {
    return !TRIGGER.matcher(statement).matches() || TRIGGER_END.matcher(statement).matches();
  }

  private static void add(List<String> statements, StringBuilder current) {
    String statement = current.toString().trim();
    if (!statement.isEmpty()) {
      statements.add(statement);
    }
    current.setLength(0);
  }

  /** The end of the text, name or comment that begins at {@code i}; {@code i} if none does. */
  private static int skip(String sql, int i) {
    if (sql.startsWith("--", i)) {
      return endOf(sql, sql.indexOf('\n', i), 1);
    }
    if (sql.startsWith("/*", i)) {
      return endOf(sql, sql.indexOf("*/", i + 2), 2);
    }
    return switch (sql.charAt(i)) {
      case '\'', '"', '`' -> endOf(sql, sql.indexOf(sql.charAt(i), i + 1), 1);
      case '[' -> endOf(sql, sql.indexOf(']', i + 1), 1);
      default -> i;
    };
  }

  private static int endOf(String sql, int found, int length) {
    return found < 0 ? sql.length() : found + length;
  }
}
