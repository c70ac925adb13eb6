package dev.freehold.identity.operator;

/** Patterns of LIKE. */
final class Patterns {

  private Patterns() {}

  /** What contains the text; no character of it is a wildcard. */
  static String containing(String text) {
    return '%' + text.replaceAll("([\\\\%_])", "\\\\$1") + '%';
  }
}
