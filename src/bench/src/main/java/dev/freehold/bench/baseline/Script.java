package dev.freehold.bench.baseline;

import java.util.List;

/**
 * An operation's statements, in order, each with {@code :n} where the run's number belongs and all
 * other values as literals.
 */
public record Script(List<String> statements) {

  /** As pgbench reads it: its variable {@code n} begins one below the first number. */
  String forPgBench() {
    return "\\set n :n + 1\n" + String.join(";\n", statements) + ";\n";
  }

  /** Without BEGIN, COMMIT and ROLLBACK. */
  public long size() {
    return statements.stream()
        .filter(sql -> !sql.matches("(?i)(BEGIN|COMMIT|ROLLBACK)\\b.*"))
        .count();
  }
}
