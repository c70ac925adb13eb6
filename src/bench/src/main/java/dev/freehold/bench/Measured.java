package dev.freehold.bench;

import java.util.ArrayList;
import java.util.List;

/** What the rounds gave for one workload; seconds are those of one item. */
public final class Measured {

  private final String title;
  private final long statements;
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> theirs = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private final List<Double> runs = new ArrayList<>();

  /**
   * @param statements a run's, without BEGIN and COMMIT
   */
  public Measured(String title, long statements) {
    this.title = title;
    this.statements = statements;
  }

  /** One round: both sides measured one after the other, so that both had the same machine. */
  public void round(double ourSeconds, double theirSeconds) {
    ours.add(ourSeconds);
    theirs.add(theirSeconds);
    ratios.add(ourSeconds / theirSeconds);
  }

  /** A single run of ours. */
  void ran(double seconds) {
    runs.add(seconds);
  }

  public String title() {
    return title;
  }

  public long statements() {
    return statements;
  }

  public Spread ours() {
    return Spread.of(ours);
  }

  public Spread theirs() {
    return Spread.of(theirs);
  }

  /** How many times as long ours took, round by round. */
  public Spread ratio() {
    return Spread.of(ratios);
  }

  /** How many times as long the other side took, round by round. */
  Spread inverse() {
    return Spread.of(ratios.stream().map(ratio -> 1 / ratio).toList());
  }

  /** Of single runs. */
  public double p95() {
    return Spread.percentile(runs, 0.95);
  }
}
