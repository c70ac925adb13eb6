package dev.freehold.bench;

import java.util.List;
import java.util.Locale;

/** Both sides' times and how many times as long the peer took, as a table that is also Markdown. */
final class PeerReport {

  private PeerReport() {}

  static String of(List<Measured> all, String peer) {
    var text = new StringBuilder();
    text.append(row("what", "ours, µs (p10–p90)", peer + ", µs", "peer : ours (p10–p90)"));
    text.append("| --- | ---: | ---: | ---: |\n");
    for (Measured one : all) {
      text.append(
          row(
              one.title(),
              Report.micros(one.ours()),
              Report.micros(one.theirs()),
              Report.ratio(one.inverse())));
    }
    return text.toString();
  }

  private static String row(String what, String ours, String theirs, String ratio) {
    return String.format(
        Locale.ROOT, "| %-46s | %-22s | %-30s | %-22s |%n", what, ours, theirs, ratio);
  }
}
