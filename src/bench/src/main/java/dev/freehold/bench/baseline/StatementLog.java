package dev.freehold.bench.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of one user out of the server's log: {@code log_line_prefix} is {@code %u--}
 * and {@code log_statement} is {@code all}. Lines that continue another begin with a tab.
 */
final class StatementLog {

  private static final Pattern EXECUTED =
      Pattern.compile("LOG: +(?:execute [^:]+|statement): (.*)", Pattern.DOTALL);
  private static final Pattern DETAIL =
      Pattern.compile("DETAIL: +[Pp]arameters: (.*)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("\\$\\d+ = (NULL|'((?:[^']++|'')*+)')(?:, |\\s*$)", Pattern.DOTALL);

  private StatementLog() {}

  static List<Statement> read(String log, String user) {
    var statements = new ArrayList<Statement>();
    for (String entry : entries(log)) {
      if (!entry.startsWith(user + "--")) {
        continue;
      }
      String message = entry.substring(user.length() + 2);
      Matcher executed = EXECUTED.matcher(message);
      Matcher detail = DETAIL.matcher(message);
      if (executed.matches()) {
        statements.add(new Statement(executed.group(1).strip(), List.of()));
      } else if (detail.matches() && !statements.isEmpty()) {
        Statement last = statements.removeLast();
        statements.add(new Statement(last.sql(), parameters(detail.group(1))));
      }
    }
    return statements;
  }

  private static List<String> entries(String log) {
    var entries = new ArrayList<String>();
    var entry = new StringBuilder();
    for (String line : log.split("\n", -1)) {
      if (line.startsWith("\t")) {
        entry.append('\n').append(line, 1, line.length());
      } else {
        Optional.of(entry.toString()).filter(text -> !text.isEmpty()).ifPresent(entries::add);
        entry.setLength(0);
        entry.append(line);
      }
    }
    entries.add(entry.toString());
    return entries;
  }

  private static List<@Nullable String> parameters(String text) {
    var parameters = new ArrayList<@Nullable String>();
    Matcher parameter = PARAMETER.matcher(text);
    int end = 0;
    while (parameter.find() && parameter.start() == end) {
      String value = parameter.group(2);
      parameters.add(value == null ? null : value.replace("''", "'"));
      end = parameter.end();
    }
    if (end != text.length()) {
      throw new IllegalStateException("unreadable parameters: " + text);
    }
    return parameters;
  }
}
