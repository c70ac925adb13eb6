package dev.freehold.local.demo;

/** An answer was not as the storyline says. */
final class Difference extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Difference(String message) {
    super(message);
  }
}
