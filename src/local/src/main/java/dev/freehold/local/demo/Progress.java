package dev.freehold.local.demo;

import java.io.PrintStream;

/** Shows step by step what is done and how long it took; plain lines when nobody watches. */
final class Progress {

  private static final double NANOS = 1e9;
  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean isTerminal;
  private final long began = System.nanoTime();
  private int done;

  Progress(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /**
   * @param number as in the table, {@code 12}
   */
  void step(String number, String what, Runnable step) {
    long start = System.nanoTime();
    if (isTerminal) {
      out.printf("  %4s  %s …", number, what);
      out.flush();
    }
    try {
      step.run();
    } catch (RuntimeException e) {
      line("FAIL", number, what, start);
      throw e;
    }
    line("ok", number, what, start);
    done++;
  }

  private void line(String word, String number, String what, long start) {
    out.printf(
        "%s  %4s  %-56s %4s %6.2f s%n",
        isTerminal ? ERASE_LINE : "", number, what, word, (System.nanoTime() - start) / NANOS);
    out.flush();
  }

  void summary() {
    out.printf(
        "%n%d steps, every answer as it had to be, %.1f s.%n",
        done, (System.nanoTime() - began) / NANOS);
  }
}
