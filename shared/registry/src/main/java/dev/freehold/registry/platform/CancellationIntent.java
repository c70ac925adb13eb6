package dev.freehold.registry.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** What was asked here and billing has not confirmed yet. */
@RegisterForReflection
public enum CancellationIntent {
  CANCEL,
  UNDO;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
