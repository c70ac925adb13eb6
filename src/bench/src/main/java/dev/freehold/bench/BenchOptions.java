package dev.freehold.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run shall do.
 *
 * @param seconds all measuring together, about; start and arranging of rows come on top
 * @param rounds how often each pair is measured
 * @param only names of workloads; empty = all
 * @param durable whether a commit waits for the disk, on both sides
 * @param jdbc the plain JDBC loop even where pgbench is
 * @param kind the measurement; the others but {@link Kind#STATEMENTS} know seconds and rounds only
 */
public record BenchOptions(
    int seconds, int rounds, Set<String> only, boolean durable, boolean jdbc, Kind kind) {

  /** Side by side with what. */
  public enum Kind {
    /** Our functions beside the statements they send. */
    STATEMENTS,
    /** Identity beside better-auth. */
    PEER,
    /** Identity in a grown database beside a small one. */
    GROWTH
  }

  static final String USAGE =
      """
      ./freehold bench [--seconds N] [--rounds N] [--only name,name] [--durable] [--jdbc]
      ./freehold bench --peer [--seconds N] [--rounds N] [--durable]
      ./freehold bench --growth [--seconds N] [--rounds N] [--durable]
        --seconds   measuring in all, about (150)
        --rounds    how often each pair is measured (10)
        --only      session, key, webhook, step, snapshot, relay
        --durable   commits wait for the disk, on both sides
        --jdbc      compare with a plain JDBC loop, not with pgbench
        --peer      identity beside better-auth 1.7.5 (needs Node 20 and npm)
        --growth    identity in a small database and after 10,000 organizations and
                    1,000,000 sessions more; fails when a ratio is over 1.20
      """;

  /** In the order of the report. */
  static final List<String> NAMES =
      List.of("session", "key", "webhook", "step", "snapshot", "relay");

  private static final int SECONDS = 150;
  private static final int ROUNDS = 10;

  /**
   * @throws IllegalArgumentException for what it does not know
   */
  public static BenchOptions parse(String... arguments) {
    int seconds = SECONDS;
    int rounds = ROUNDS;
    Set<String> only = Set.of();
    boolean durable = false;
    boolean jdbc = false;
    Kind kind = Kind.STATEMENTS;
    List<String> words = List.of(arguments);
    for (int i = 0; i < words.size(); i++) {
      String[] parts = words.get(i).split("=", 2);
      switch (parts[0]) {
        case "--durable" -> durable = true;
        case "--jdbc" -> jdbc = true;
        case "--peer" -> kind = Kind.PEER;
        case "--growth" -> kind = Kind.GROWTH;
        case "--seconds", "--rounds", "--only" -> {
          if (parts.length == 1 && ++i == words.size()) {
            throw new IllegalArgumentException(parts[0] + " needs a value");
          }
          String value = parts.length == 2 ? parts[1] : words.get(i);
          switch (parts[0]) {
            case "--seconds" -> seconds = positive(parts[0], value);
            case "--rounds" -> rounds = positive(parts[0], value);
            default -> only = names(value);
          }
        }
        default -> throw new IllegalArgumentException("unknown: " + words.get(i));
      }
    }
    return new BenchOptions(seconds, rounds, only, durable, jdbc, kind);
  }

  private static Set<String> names(String value) {
    var names = new LinkedHashSet<>(List.of(value.split(",")));
    if (!NAMES.containsAll(names)) {
      throw new IllegalArgumentException("--only is some of %s: %s".formatted(NAMES, value));
    }
    return names;
  }

  private static int positive(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(name + " is a whole number from 1: " + value);
    }
    return Integer.parseInt(value);
  }
}
