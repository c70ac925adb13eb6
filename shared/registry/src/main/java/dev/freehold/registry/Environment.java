package dev.freehold.registry;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Where a resource serves. Development has no hostname. */
@RegisterForReflection
public enum Environment {
  PRODUCTION(""),
  STAGING("-stg"),
  DEVELOPMENT("-dev");

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
  private final String suffix;

  Environment(String suffix) {
    this.suffix = suffix;
  }

  public String word() {
    return word;
  }

  /** What the name of a resource ends with; empty for production. */
  public String suffix() {
    return suffix;
  }
}
