package dev.freehold.bench;

import java.util.List;
import java.util.Locale;

/** The figures as a table for people, which is also Markdown. */
public final class Report {

  private static final double MICROS = 1e6;

  private Report() {}

  /**
   * @param baseline its name
   */
  public static String of(List<Measured> all, String baseline) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "| %-52s | %-22s | %-22s | %-20s | %9s | %10s |%n",
            "what",
            "ours, µs (p10–p90)",
            "statements alone, µs",
            "ratio (p10–p90)",
            "p95, µs",
            "statements"));
    text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (Measured one : all) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %-52s | %-22s | %-22s | %-20s | %9.0f | %10d |%n",
              one.title(),
              micros(one.ours()),
              micros(one.theirs()),
              ratio(one.ratio()),
              one.p95() * MICROS,
              one.statements()));
    }
    text.append("\nstatements alone: ").append(baseline).append('\n');
    return text.toString();
  }

  static String micros(Spread seconds) {
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f–%.0f)",
        seconds.median() * MICROS,
        seconds.low() * MICROS,
        seconds.high() * MICROS);
  }

  static String ratio(Spread ratio) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f–%.2f)", ratio.median(), ratio.low(), ratio.high());
  }
}
