package dev.freehold.bench.peer;

/** One piece of work that both sides can do again and again, with the same outcome each time. */
public interface Check {

  /** What the peer's program calls it. */
  String name();

  /** For the report. */
  String title();

  void run();
}
