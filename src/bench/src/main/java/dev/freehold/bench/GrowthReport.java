package dev.freehold.bench;

import java.util.List;
import java.util.Locale;

/** The times in both databases, how they compare, and what grew too much. */
final class GrowthReport {

  /** How many times as long a call may take in the grown database: the specification's 20 %. */
  static final double LIMIT = 1.20;

  private GrowthReport() {}

  static String of(List<Measured> all) {
    var text = new StringBuilder();
    text.append(row("what", "small, µs (p10–p90)", "grown, µs (p10–p90)", "grown : small"));
    text.append("| --- | ---: | ---: | ---: |\n");
    for (Measured one : all) {
      text.append(
          row(
              one.title(),
              Report.micros(one.theirs()),
              Report.micros(one.ours()),
              Report.ratio(one.ratio())));
    }
    for (Measured one : over(all)) {
      text.append(
          String.format(
              Locale.ROOT, "over %.2f: %s, %.3f%n", LIMIT, one.title(), one.ratio().median()));
    }
    return text.toString();
  }

  static List<Measured> over(List<Measured> all) {
    return all.stream().filter(one -> one.ratio().median() > LIMIT).toList();
  }

  private static String row(String what, String small, String grown, String ratio) {
    return String.format(
        Locale.ROOT, "| %-46s | %-22s | %-22s | %-20s |%n", what, small, grown, ratio);
  }
}
