package dev.freehold.functions.registry;

/** The form of a slug, for the validation of requests. */
final class Slugs {

  static final String PATTERN = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private Slugs() {}
}
